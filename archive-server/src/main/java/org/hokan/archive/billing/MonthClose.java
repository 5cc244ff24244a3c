package org.hokan.archive.billing;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/**
 * A closed month.
 *
 * @param month the month
 * @param previous the month closed before it; months between the two are billed with this one
 * @param closedAt when
 * @param closedBy by whom
 * @param statements how many: one for each facility (and currency) that has records
 * @param stillRunning whether the month had not ended when its close was begun: what arrives in the
 *     rest of it is billed with the next month
 */
public record MonthClose(
    YearMonth month,
    Optional<YearMonth> previous,
    Instant closedAt,
    String closedBy,
    long statements,
    boolean stillRunning) {

  /** The first month that is open after this close. */
  public YearMonth nextOpen() {
    return month.plusMonths(1);
  }
}
