package org.hokan.archive.contract;

import java.time.Period;

/** How often a contract is charged. How many points a period has is the tariff's. */
public enum PeriodCourse {
  /** Charged for each year from the contract's first day on. */
  ANNUAL(Period.ofYears(1)),
  /** Charged for each month from the contract's first day on. */
  MONTHLY(Period.ofMonths(1));

  private final Period period;

  PeriodCourse(Period period) {
    this.period = period;
  }

  public Period period() {
    return period;
  }
}
