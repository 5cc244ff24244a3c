package org.hokan.archive.billing;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/**
 * The periods of a term: contract years or contract months, counted from the term's first day. A
 * period that has begun counts whole, also when the term ends within it; so one year from the 15th
 * of a month has one annual or twelve monthly periods.
 *
 * @param from the term's first day
 * @param until the term's last day, inclusive
 * @param monthsPerPeriod 12 for contract years, 1 for contract months
 */
record PeriodSchedule(LocalDate from, LocalDate until, int monthsPerPeriod) {
  PeriodSchedule {
    if (monthsPerPeriod < 1) {
      throw new IllegalArgumentException(
          "monthsPerPeriod: %d (expected: >= 1)".formatted(monthsPerPeriod));
    }
  }

  /** The periods that fall due by the end of {@code month}, oldest first. */
  List<Period> dueBy(YearMonth month) {
    List<Period> periods = new ArrayList<>();
    for (int index = 0; ; index++) {
      LocalDate start = start(index);
      if (start.isAfter(until) || YearMonth.from(start).isAfter(month)) {
        return periods;
      }
      periods.add(new Period(start, earlier(start(index + 1).minusDays(1), until)));
    }
  }

  // Counted from the first day each time: 31 January + 2 months is 31 March, not 28.
  private LocalDate start(int index) {
    return from.plusMonths((long) index * monthsPerPeriod);
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }
}
