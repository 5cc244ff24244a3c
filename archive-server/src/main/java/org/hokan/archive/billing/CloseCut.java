package org.hokan.archive.billing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Up to where a close charges: to its month's end, or, of a month that has not ended, to the day on
 * which the close was begun. What falls due or ends later is found by the next close, which knows
 * what was destroyed, ended or changed until then.
 *
 * @param month the month that is closed
 * @param begun when its close was begun
 */
record CloseCut(YearMonth month, Instant begun) {
  /** The last day whose charges are due, where a facility is. */
  LocalDate day(ZoneId zone) {
    return early(zone).orElse(month.atEndOfMonth());
  }

  /** That day, where the month had not ended; empty: it had. */
  Optional<LocalDate> early(ZoneId zone) {
    return hasEnded(month, zone) ? Optional.empty() : Optional.of(LocalDate.ofInstant(begun, zone));
  }

  /** Whether a month's last day was over when the close was begun. */
  boolean hasEnded(YearMonth some, ZoneId zone) {
    return LocalDate.ofInstant(begun, zone).isAfter(some.atEndOfMonth());
  }
}
