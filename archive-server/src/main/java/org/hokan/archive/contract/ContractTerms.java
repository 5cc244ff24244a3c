package org.hokan.archive.contract;

import java.time.LocalDate;
import org.joda.money.Money;

/**
 * What a contract says, in its first form. Immutable.
 *
 * @param from first day of the term
 * @param until last day of the term, itself within it
 * @param course how often it is charged
 * @param unitRate the price of one point
 * @param unit the object that is kept and billed on its own
 * @param capacityBytes how much the facility may have kept under it
 */
public record ContractTerms(
    LocalDate from,
    LocalDate until,
    PeriodCourse course,
    Money unitRate,
    BackupUnit unit,
    long capacityBytes) {

  private static final int FIRST_YEAR = 1990;
  private static final int LAST_YEAR = 2999;

  public ContractTerms {
    if (until.isBefore(from)) {
      throw new IllegalArgumentException(
          "contract: until %s is before from %s (expected: the last day, not before the first)"
              .formatted(until, from));
    }
    if (from.getYear() < FIRST_YEAR || until.getYear() > LAST_YEAR) {
      throw new IllegalArgumentException(
          "contract: %s to %s (expected: years %d to %d)"
              .formatted(from, until, FIRST_YEAR, LAST_YEAR));
    }
    if (unitRate.isNegative()) {
      throw new IllegalArgumentException(
          "contract: unit rate %s (expected: not negative)".formatted(unitRate));
    }
    if (capacityBytes < 1) {
      throw new IllegalArgumentException(
          "contract: capacity %d bytes (expected: at least 1)".formatted(capacityBytes));
    }
  }
}
