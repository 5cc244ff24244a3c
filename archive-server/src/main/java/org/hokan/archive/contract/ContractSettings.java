package org.hokan.archive.contract;

import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * What the provider sets for all contracts.
 *
 * @param provider the provider's name, for contracts that do not say another
 * @param timeZone in which a contract's days begin, for facilities without a zone of their own
 * @param tariff the tariff's points of a period, by course
 * @param billing how charges are worked out, for contracts that do not say
 * @param reminders how long before its end a contract is pointed at
 * @param capacityMarks at which percents of its capacity it is pointed at, rising
 */
public record ContractSettings(
    String provider,
    ZoneId timeZone,
    Map<PeriodCourse, Integer> tariff,
    BillingTerms billing,
    List<Period> reminders,
    List<Integer> capacityMarks) {

  public ContractSettings {
    tariff = Map.copyOf(tariff);
    reminders = List.copyOf(reminders);
    capacityMarks = List.copyOf(capacityMarks);
    tariff.forEach(
        (course, points) -> {
          if (points < 0) {
            throw new IllegalArgumentException(
                "tariff: %d points on the course %s (expected: not negative)"
                    .formatted(points, course));
          }
        });
  }
}
