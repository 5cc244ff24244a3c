package org.hokan.archive.billing;

import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/** Stands at the first instant after a month. Not thread-safe. */
final class SetClock extends Clock {
  private final ZoneId zone;
  private Instant now = Instant.EPOCH;

  SetClock(ZoneId zone) {
    this.zone = zone;
  }

  void setTo(YearMonth month) {
    now = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
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
