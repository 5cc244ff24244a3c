package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.billing.DueRecorder.Place;
import org.hokan.archive.billing.DueRecorder.Step;
import org.hokan.archive.billing.PeriodSchedule.Due;
import org.hokan.archive.contract.BackupPrice;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.Chosen;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.Days;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;

/**
 * Records the period charges that are due and not in the ledger yet: points x periods x units x
 * unit rate, by the terms of the period's first day. No day of an object is charged twice under one
 * contract, also when the contract's term was changed in between.
 */
final class PeriodRecorder {
  private final Tx tx;
  private final Appender appender;
  private final ContractBook contracts;
  private final ZoneId zone;

  PeriodRecorder(Tx tx, Appender appender, ContractBook contracts, ZoneId zone) {
    this.tx = tx;
    this.appender = appender;
    this.contracts = contracts;
    this.zone = zone;
  }

  /**
   * Records what a contract's unit owes up to a day, for the next objects by key.
   *
   * @param after the last object of those looked at before; empty: none were
   */
  Step record(Charged charged, CloseCut cut, String after) {
    LocalDate last = cut.day(zone);
    List<Due> due = new PeriodSchedule(charged.contract(), charged.unit()).dueBy(last);
    return due.isEmpty() ? Step.NOTHING : charge(charged, due, last, after);
  }

  /** A contract's unit, and the contracts whose objects it charges for. */
  record Charged(Contract contract, BackupUnit unit, Set<String> ids) {}

  private Step charge(Charged charged, List<Due> due, LocalDate last, String after) {
    Contract contract = charged.contract();
    if (charged.unit() == BackupUnit.FACILITY) {
      KeptObject.Time time = new KeptObject.Time(contract.from(), Optional.empty());
      KeptObject kept =
          new KeptObject(
              contract.facility(),
              List.of(time),
              contract.daysOf(charged.unit(), Days.ALWAYS),
              paid(contract));
      return new Step(charge(charged, kept, due, last), Optional.empty());
    }
    Period all = new Period(due.get(0).period().from(), due.get(due.size() - 1).period().until());
    KeptObjects.Page page = new KeptObjects(tx, zone, charged).page(all, after);
    long count = 0;
    for (KeptObject kept : withChoices(charged, page.objects())) {
      count += charge(charged, kept, due, last);
    }
    return new Step(count, page.last().map(object -> new Place(object, Optional.empty())));
  }

  private long charge(Charged charged, KeptObject kept, List<Due> all, LocalDate last) {
    long count = 0;
    for (Due due : all) {
      Optional<KeptObject.Owed> owed = kept.owes(due).filter(o -> !o.due().isAfter(last));
      if (owed.isPresent()) {
        append(charged, kept, due, owed.get());
        count++;
      }
    }
    return count;
  }

  private void append(Charged charged, KeptObject kept, Due due, KeptObject.Owed owed) {
    Period days = owed.days();
    BackupPrice price = due.backup().price();
    BillingTerms billing = due.terms().terms().billing();
    Optional<BillingEntry.Part> part = part(billing, due, days);
    BillingEntry.PeriodCharge entry =
        new BillingEntry.PeriodCharge(
            charged.unit(), kept.key(), days, price.points(), 1, 1, price.unitRate(), part);
    Money amount =
        part.map(p -> share(price.ofPeriod(), p, billing.rounding())).orElse(price.ofPeriod());
    ContractClause clause = new ContractClause(due.terms().contract(), due.terms().version());
    appender.append(
        YearMonth.from(owed.due()),
        new Appender.Owner(charged.contract().facility(), clause),
        new Appender.Charge(entry, amount, ConsumptionTax.rate(billing.tax(), days.until())),
        Appender.NODE);
  }

  private static Optional<BillingEntry.Part> part(BillingTerms billing, Due due, Period days) {
    return billing.partPeriods() == PartPeriods.WHOLE || days.days() == due.ofDays()
        ? Optional.empty()
        : Optional.of(new BillingEntry.Part(days.days(), due.ofDays()));
  }

  static Money share(Money whole, BillingEntry.Part part, RoundingMode rounding) {
    BigDecimal share =
        whole
            .getAmount()
            .multiply(BigDecimal.valueOf(part.days()))
            .divide(
                BigDecimal.valueOf(part.ofDays()),
                whole.getCurrencyUnit().getDecimalPlaces(),
                rounding);
    return Money.of(whole.getCurrencyUnit(), share);
  }

  private List<Period> paid(Contract contract) {
    return Optional.ofNullable(
            tx.session()
                .createSelectionQuery(
                    "select max(periodUntil) from LedgerRow where contractId = :contract"
                        + " and unit = :unit and objectKey = :facility",
                    LocalDate.class)
                .setParameter("contract", contract.id())
                .setParameter("unit", BackupUnit.FACILITY)
                .setParameter("facility", contract.facility())
                .getSingleResultOrNull())
        .map(until -> new Period(contract.from(), until))
        .stream()
        .toList();
  }

  /** Where the unit is about chosen objects, each is kept on the days on which it is chosen. */
  private List<KeptObject> withChoices(Charged charged, List<KeptObject> page) {
    Contract contract = charged.contract();
    if (!contract.chooses(charged.unit())) {
      return page;
    }
    Map<String, Chosen> chosen =
        contracts.chosen(tx, contract, charged.unit(), page.stream().map(KeptObject::key).toList());
    return page.stream()
        .map(kept -> kept.on(contract.daysOf(charged.unit(), days(chosen, kept.key()))))
        .toList();
  }

  static Days days(Map<String, Chosen> chosen, String object) {
    return Optional.ofNullable(chosen.get(object)).map(Chosen::days).orElse(Days.NEVER);
  }
}
