package org.hokan.archive.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.joda.money.Money;

/**
 * One version of what provider and facility agreed. Immutable; a change makes a new version and the
 * old one is kept.
 *
 * @param id its name, {@code <facility>-<n>}
 * @param version counts the versions, from 1
 * @param facility the facility's code
 * @param terms what was agreed
 * @param pointsPerPeriod the points of one period, as the tariff had them when the contract was
 *     first agreed
 * @param state whether it holds
 * @param agreedAt when this version was made
 * @param agreedBy who made this version
 */
public record Contract(
    String id,
    int version,
    String facility,
    ContractTerms terms,
    int pointsPerPeriod,
    ContractState state,
    Instant agreedAt,
    String agreedBy) {

  public Contract {
    if (version < 1 || pointsPerPeriod < 0) {
      throw new IllegalArgumentException(
          "contract %s: version %d, %d points (expected: version >= 1, points >= 0)"
              .formatted(id, version, pointsPerPeriod));
    }
  }

  /** First day of the term. */
  public LocalDate from() {
    return terms.from();
  }

  /** Last day of the term. */
  public LocalDate until() {
    return terms.until();
  }

  public PeriodCourse course() {
    return terms.course();
  }

  /** The price of one point. */
  public Money unitRate() {
    return terms.unitRate();
  }

  public BackupUnit unit() {
    return terms.unit();
  }

  public long capacityBytes() {
    return terms.capacityBytes();
  }

  /** Whether it holds on this day, which is one of the facility's time zone. */
  public boolean inForceOn(LocalDate day) {
    return state == ContractState.AGREED && !day.isBefore(from()) && !day.isAfter(until());
  }

  /** Its term for people, {@code 2026-01-01 to 2026-12-31}. */
  public String term() {
    DateTimeFormatter iso = DateTimeFormatter.ISO_LOCAL_DATE;
    return iso.format(from()) + " to " + iso.format(until());
  }
}
