package org.hokan.archive.billing;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;

/**
 * One period of a contract's course, in days of the billing time zone.
 *
 * @param from the first day
 * @param until the last day, inclusive
 */
public record Period(LocalDate from, LocalDate until) {
  public Period {
    if (until.isBefore(from)) {
      throw new IllegalArgumentException(
          "Period: %s to %s (expected: an end on or after the start)".formatted(from, until));
    }
  }

  /** How many days it has. */
  public int days() {
    return Math.toIntExact(ChronoUnit.DAYS.between(from, until) + 1);
  }

  /** The month in which the period's charge falls due: that of its first day. */
  public YearMonth due() {
    return YearMonth.from(from);
  }
}
