package org.hokan.archive.contract;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * What a condition is asked about: an arriving object, and how things stand when it arrives.
 *
 * @param terms those in force
 * @param usedBytes what is kept for the facility already
 * @param zone the facility's
 * @param holiday whether the day is one of the configured holidays
 */
record RuleFacts(
    ArrivalFacts arrival,
    Optional<AppliedTerms> terms,
    long usedBytes,
    ZoneId zone,
    boolean holiday) {

  ZonedDateTime localTime() {
    return arrival.time().atZone(zone);
  }

  /** How much of the contract's capacity is used, in whole per cent, rounded down. */
  Optional<Long> capacityUsed() {
    return terms.map(applied -> percent(usedBytes, applied.terms().capacity().bytes()));
  }

  private static long percent(long used, long of) {
    return (long) (100.0 * used / of);
  }
}
