package org.hokan.archive.billing;

import java.time.YearMonth;
import java.util.Optional;

/**
 * Which statements are asked for: the newest month first, in a month by number.
 *
 * @param month empty: of all months
 * @param facility the facility's code; empty: all
 * @param after only those behind the statement of this number; empty: from the first
 * @param most how many at most, 1 to {@value #LARGEST_PAGE}; each can have thousands of lines
 */
public record StatementFilter(
    Optional<YearMonth> month, Optional<String> facility, Optional<String> after, int most) {
  public static final int LARGEST_PAGE = 100;
  private static final int PAGE = 50;

  public StatementFilter {
    if (most < 1 || most > LARGEST_PAGE) {
      throw new IllegalArgumentException(
          "limit: %d (expected: 1 to %d)".formatted(most, LARGEST_PAGE));
    }
  }

  /** All of a month, page by page. */
  static StatementFilter of(YearMonth month, Optional<String> facility) {
    return new StatementFilter(Optional.of(month), facility, Optional.empty(), PAGE);
  }

  StatementFilter after(String number) {
    return new StatementFilter(month, facility, Optional.of(number), most);
  }
}
