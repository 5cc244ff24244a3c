package org.hokan.archive.contract;

import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.joda.money.Money;

/** Usual terms and settings, for tests that are about something else. */
public final class TestTerms {
  private TestTerms() {}

  /** A year's course of 10 points at 1,000 yen. */
  public static ContractTerms annual(String from, String until, String capacity) {
    return of(from, until, PeriodCourse.ANNUAL, BackupUnit.FACILITY, Money.parse("JPY 1000"))
        .capacity(CapacityTerms.of(Capacity.parse(capacity)))
        .build();
  }

  /** The same, in which a sample may lose 3 a day after its arrival. */
  public static ContractTerms lossy(LossTerms.Uids uids) {
    Money rate = Money.parse("JPY 1000");
    BackupPrice price = price(PeriodCourse.ANNUAL, rate);
    return of("2026-01-01", "2026-12-31", PeriodCourse.ANNUAL, BackupUnit.FACILITY, rate)
        .capacity(CapacityTerms.of(Capacity.parse("1GB")))
        .backup(
            BackupTerms.of(BackupUnit.FACILITY, price)
                .compression(
                    AllowedCompression.parse("lossy:near-3")
                        .with(new LossTerms(uids, Period.ofDays(1))))
                .build())
        .build();
  }

  /** One unit; 10 points a year or 1 point for any other period. */
  public static ContractTerms.Builder of(
      String from, String until, PeriodCourse course, BackupUnit unit, Money rate) {
    return ContractTerms.builder(
            new Parties("Provider", "Hospital"), LocalDate.parse(from), LocalDate.parse(until))
        .capacity(CapacityTerms.of(1L << 40))
        .backup(BackupTerms.of(unit, price(course, rate)).build());
  }

  public static BackupPrice price(PeriodCourse course, Money rate) {
    return new BackupPrice(course, course.equals(PeriodCourse.ANNUAL) ? 10 : 1, rate);
  }

  /** The default tariff, and a quarterly course. */
  public static ContractSettings settings(ZoneId zone) {
    return new ContractSettings(
        "Provider",
        zone,
        Map.of(
            PeriodCourse.ANNUAL, 10, PeriodCourse.MONTHLY, 1, new PeriodCourse("QUARTERLY", 3), 3),
        new BillingTerms(PartPeriods.DAYS, RoundingMode.HALF_UP, Tax.NONE),
        List.of(Period.ofDays(90), Period.ofDays(30), Period.ofDays(7)),
        List.of(80, 90, 100));
  }

  /** The same contract, ended early by its facility. */
  public static Contract ended(Contract contract, LocalDate today, LocalDate last) {
    return on(today)
        .after(contract, ContractMove.of(ContractAction.TERMINATE, Side.FACILITY, "op").on(last));
  }

  /** The same contract with other terms, which are agreed on its first day and hold from a day. */
  public static Contract changed(Contract contract, LocalDate validFrom, ContractTerms terms) {
    Negotiation talks = on(contract.from());
    Contract offered =
        talks.after(
            contract,
            ContractMove.of(ContractAction.PROPOSE, Side.PROVIDER, "op", terms).on(validFrom));
    return talks.after(offered, ContractMove.of(ContractAction.ACCEPT, Side.FACILITY, "op"));
  }

  /** The same contract, other terms for it on the table. */
  public static Contract offered(Contract contract, LocalDate today, ContractTerms terms) {
    return on(today)
        .after(contract, ContractMove.of(ContractAction.PROPOSE, Side.PROVIDER, "op", terms));
  }

  private static Negotiation on(LocalDate today) {
    return new Negotiation(today, today.atStartOfDay(ZoneId.of("UTC")).toInstant(), "op");
  }

  /** An agreed contract, in the versions that these terms make, each from its day on. */
  public static Contract agreed(String id, Map<LocalDate, ContractTerms> byDay) {
    Contract contract = null;
    String facility = id.substring(0, id.lastIndexOf('-'));
    for (Map.Entry<LocalDate, ContractTerms> entry : byDay.entrySet()) {
      Negotiation talks = on(entry.getKey());
      ContractMove offer =
          ContractMove.of(ContractAction.PROPOSE, Side.PROVIDER, "op", entry.getValue());
      Contract offered =
          contract == null ? talks.begin(id, facility, offer) : talks.after(contract, offer);
      contract = talks.after(offered, ContractMove.of(ContractAction.ACCEPT, Side.FACILITY, "op"));
    }
    return java.util.Objects.requireNonNull(contract);
  }
}
