package org.hokan.archive.contract;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Rows of contracts that were written before contracts had a life: each version was agreed or
 * withdrawn at once, by an operator for both sides, and said less. They are read as what they meant
 * then.
 */
final class FirstForm {
  private static final String WITHDRAWN = "WITHDRAWN";

  private FirstForm() {}

  static ContractVersion version(ContractVersionEntity row) {
    CurrencyUnit currency = CurrencyUnit.of(row.currency);
    BigDecimal rate = row.unitRate.setScale(currency.getDecimalPlaces());
    PeriodCourse course =
        row.course.equals(PeriodCourse.ANNUAL.name()) ? PeriodCourse.ANNUAL : PeriodCourse.MONTHLY;
    BackupPrice price = new BackupPrice(course, row.pointsPerPeriod, Money.of(currency, rate));
    ContractTerms terms =
        ContractTerms.builder(new Parties("provider", row.facility), row.firstDay, row.lastDay)
            .capacity(CapacityTerms.of(row.capacityBytes))
            .backup(BackupTerms.of(row.unit, price).build())
            .build();
    return new ContractVersion(
        row.version, Side.PROVIDER, Optional.empty(), terms, row.agreedAt, row.agreedBy);
  }

  /** What these rows, all of one contract, by version, would have as steps. */
  static List<ContractStep> steps(List<ContractVersionEntity> rows) {
    List<ContractStep> steps = new ArrayList<>();
    for (ContractVersionEntity row : rows) {
      if (row.isOfFirstForm() && row.state.equals(WITHDRAWN)) {
        steps.add(step(steps, row, ContractAction.TERMINATE, before(rows)));
      } else if (row.isOfFirstForm()) {
        steps.add(step(steps, row, ContractAction.PROPOSE, Optional.empty()));
        steps.add(step(steps, row, ContractAction.ACCEPT, Optional.of(holdsFrom(row))));
      }
    }
    return steps;
  }

  /** A later version held from when it was made; the zone did not matter then either. */
  private static LocalDate holdsFrom(ContractVersionEntity row) {
    return row.version == 1 ? row.firstDay : LocalDate.ofInstant(row.agreedAt, ZoneOffset.UTC);
  }

  private static Optional<LocalDate> before(List<ContractVersionEntity> rows) {
    return rows.stream()
        .filter(ContractVersionEntity::isOfFirstForm)
        .map(row -> row.firstDay)
        .min(LocalDate::compareTo)
        .map(day -> day.minusDays(1));
  }

  private static ContractStep step(
      List<ContractStep> before,
      ContractVersionEntity row,
      ContractAction action,
      Optional<LocalDate> day) {
    return new ContractStep(
        before.size() + 1,
        action,
        row.version,
        action == ContractAction.ACCEPT ? Side.FACILITY : Side.PROVIDER,
        row.agreedBy,
        day,
        "",
        row.agreedAt,
        row.agreedBy);
  }
}
