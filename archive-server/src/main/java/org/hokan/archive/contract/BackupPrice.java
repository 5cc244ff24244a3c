package org.hokan.archive.contract;

import org.joda.money.Money;

/**
 * What one backed-up object costs: points x unit rate for each period of the course.
 *
 * @param points points of one period, 0 to 1000000
 * @param unitRate the price of one point, not negative
 */
public record BackupPrice(PeriodCourse course, int points, Money unitRate) {
  private static final int MOST_POINTS = 1_000_000;

  public BackupPrice {
    if (points < 0 || points > MOST_POINTS) {
      throw new IllegalArgumentException(
          "points: %d (expected: 0 to %d)".formatted(points, MOST_POINTS));
    }
    Limits.amount("unitRate", unitRate);
  }

  /** The charge for one whole period. */
  public Money ofPeriod() {
    return unitRate.multipliedBy(points);
  }
}
