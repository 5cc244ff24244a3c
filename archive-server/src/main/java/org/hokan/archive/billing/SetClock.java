package org.hokan.archive.billing;

import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/** Stands at the first instant after a month, in two zones, or where it is set. Not thread-safe. */
final class SetClock extends Clock {
  private final ZoneId zone;
  private final ZoneId where;
  private Instant now = Instant.EPOCH;

  /**
   * A clock.
   *
   * @param where where a month must have ended, too
   */
  SetClock(ZoneId zone, ZoneId where) {
    this.zone = zone;
    this.where = where;
  }

  void setTo(Instant instant) {
    now = instant;
  }

  /** The first instant after it. */
  void setTo(YearMonth month) {
    Instant here = KeptRecorder.endOf(month, zone);
    Instant there = KeptRecorder.endOf(month, where);
    now = here.isAfter(there) ? here : there;
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return Clock.fixed(now, other);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
