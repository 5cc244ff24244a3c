package org.hokan.archive.billing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * Up to where a close charges: to its month's end, or, of a month that has not ended, to the day on
 * which the close was begun. What falls due later is charged by the next close, which knows what
 * was destroyed, ended or changed until then.
 *
 * @param month the month that is closed
 * @param begun when its close was begun
 */
record CloseCut(YearMonth month, Instant begun) {
  /** The last day whose charges are due, where a facility is. */
  LocalDate day(ZoneId zone) {
    LocalDate today = LocalDate.ofInstant(begun, zone);
    LocalDate end = month.atEndOfMonth();
    return today.isBefore(end) ? today : end;
  }
}
