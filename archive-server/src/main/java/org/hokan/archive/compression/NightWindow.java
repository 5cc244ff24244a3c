package org.hokan.archive.compression;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The hours of the night in which compression may work; over midnight where the end is earlier.
 *
 * @param from the first minute
 * @param until the first minute after it; the same as {@code from}: all day
 * @param zone of both
 */
public record NightWindow(LocalTime from, LocalTime until, ZoneId zone) {

  boolean contains(Instant time) {
    LocalTime local = LocalTime.ofInstant(time, zone);
    boolean begun = !local.isBefore(from);
    boolean before = local.isBefore(until);
    return from.isBefore(until) ? begun && before : begun || before || from.equals(until);
  }

  /** That time if it is in the window, else the window's next begin. */
  Instant atOrAfter(Instant time) {
    if (contains(time)) {
      return time;
    }
    ZonedDateTime local = time.atZone(zone);
    ZonedDateTime begin = local.with(from);
    return (begin.isBefore(local) ? begin.plusDays(1) : begin).toInstant();
  }
}
