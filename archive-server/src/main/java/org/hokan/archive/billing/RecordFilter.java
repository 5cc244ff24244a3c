package org.hokan.archive.billing;

import java.time.YearMonth;
import java.util.Optional;

/**
 * Which billing records are asked for.
 *
 * @param month those on the statements of this month, or that an open month has so far; empty: all
 * @param facility the facility's code; empty: all
 * @param type empty: all
 * @param after only records with a higher number than this
 * @param most how many at most, 1 to {@value #LARGEST_PAGE}
 */
public record RecordFilter(
    Optional<YearMonth> month,
    Optional<String> facility,
    Optional<RecordType> type,
    long after,
    int most) {
  public static final int LARGEST_PAGE = 10_000;

  public RecordFilter {
    if (most < 1 || most > LARGEST_PAGE) {
      throw new IllegalArgumentException(
          "limit: %d (expected: 1 to %d)".formatted(most, LARGEST_PAGE));
    }
  }

  /** All records of a month, the first page. */
  public static RecordFilter of(YearMonth month) {
    return new RecordFilter(Optional.of(month), Optional.empty(), Optional.empty(), 0, Ledger.PAGE);
  }

  RecordFilter after(long number) {
    return new RecordFilter(month, facility, type, number, most);
  }
}
