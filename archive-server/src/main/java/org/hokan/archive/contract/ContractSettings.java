package org.hokan.archive.contract;

import java.time.ZoneId;

/**
 * What the provider sets for all contracts.
 *
 * @param timeZone in which a contract's days begin, for facilities without a zone of their own
 * @param annualPoints the tariff's points of a year on the annual course
 * @param monthlyPoints the tariff's points of a month on the monthly course
 */
public record ContractSettings(ZoneId timeZone, int annualPoints, int monthlyPoints) {
  public ContractSettings {
    if (annualPoints < 0 || monthlyPoints < 0) {
      throw new IllegalArgumentException(
          "tariff: %d points a year, %d a month (expected: not negative)"
              .formatted(annualPoints, monthlyPoints));
    }
  }

  int points(PeriodCourse course) {
    return switch (course) {
      case ANNUAL -> annualPoints;
      case MONTHLY -> monthlyPoints;
    };
  }
}
