package org.hokan.archive.billing;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

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

  /** Whether they have a day in common. */
  boolean meets(Period other) {
    return !from.isAfter(other.until) && !until.isBefore(other.from);
  }

  /** Its days before the other's, or else those after them. */
  Optional<Period> besides(Period other) {
    if (from.isBefore(other.from)) {
      LocalDate last = other.from.minusDays(1);
      return Optional.of(new Period(from, last.isBefore(until) ? last : until));
    }
    LocalDate next = other.until.plusDays(1);
    LocalDate first = next.isAfter(from) ? next : from;
    return first.isAfter(until) ? Optional.empty() : Optional.of(new Period(first, until));
  }
}
