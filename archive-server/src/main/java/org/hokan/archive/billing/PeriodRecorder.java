package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
import org.jspecify.annotations.Nullable;

/**
 * Records the period charges that are due and not in the ledger yet: points x periods x units x
 * unit rate, by the terms of the period's first day. No day of an object is charged twice under one
 * contract, also when the contract's term was changed in between.
 */
final class PeriodRecorder {
  /** Any year for which a zone has rules and no list of changes. */
  private static final int LATER = 2100;

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
   * Records what a contract's unit owes by the end of {@code month}, for the next objects by key.
   *
   * @param after the last object of those looked at before; empty: none were
   */
  Step record(Charged charged, YearMonth month, String after) {
    List<Due> due = new PeriodSchedule(charged.contract(), charged.unit()).dueBy(month);
    return due.isEmpty() ? Step.NOTHING : charge(charged, due, month, after);
  }

  /**
   * What one step did.
   *
   * @param charges how many charges it recorded
   * @param after the last object that it looked at; empty: there are no more
   */
  record Step(long charges, Optional<String> after) {
    static final Step NOTHING = new Step(0, Optional.empty());
  }

  /** A contract's unit, and the contracts whose objects it charges for. */
  record Charged(Contract contract, BackupUnit unit, Set<String> ids) {}

  private Step charge(Charged charged, List<Due> due, YearMonth month, String after) {
    Contract contract = charged.contract();
    if (charged.unit() == BackupUnit.FACILITY) {
      Kept kept =
          new Kept(
              contract.facility(),
              contract.from(),
              Optional.empty(),
              contract.daysOf(charged.unit(), Days.ALWAYS),
              paid(contract));
      return new Step(charge(charged, kept, due, month), Optional.empty());
    }
    Period all = new Period(due.get(0).period().from(), due.get(due.size() - 1).period().until());
    List<Kept> page = withChoices(charged, page(charged, all, after));
    long count = page.stream().mapToLong(kept -> charge(charged, kept, due, month)).sum();
    return new Step(
        count,
        page.size() < Ledger.PAGE
            ? Optional.empty()
            : Optional.of(page.get(page.size() - 1).object()));
  }

  private long charge(Charged charged, Kept kept, List<Due> all, YearMonth month) {
    long count = 0;
    for (Due due : all) {
      Optional<Period> days = kept.owes(due).filter(d -> !due(d, kept).isAfter(month));
      if (days.isPresent()) {
        append(charged, kept, due, days.get());
        count++;
      }
    }
    return count;
  }

  /** The month in which it falls due. */
  private static YearMonth due(Period days, Kept kept) {
    Optional<LocalDate> held = kept.held().within(days.from(), days.until()).first();
    return YearMonth.from(later(held.orElse(days.from()), kept.since()));
  }

  private void append(Charged charged, Kept kept, Due due, Period days) {
    BackupPrice price = due.backup().price();
    BillingTerms billing = due.terms().terms().billing();
    Optional<BillingEntry.Part> part = part(billing, due, days);
    BillingEntry.PeriodCharge entry =
        new BillingEntry.PeriodCharge(
            charged.unit(), kept.object(), days, price.points(), 1, 1, price.unitRate(), part);
    Money amount =
        part.map(p -> share(price.ofPeriod(), p, billing.rounding())).orElse(price.ofPeriod());
    ContractClause clause = new ContractClause(due.terms().contract(), due.terms().version());
    appender.append(
        due(days, kept),
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

  private Optional<Period> paid(Contract contract) {
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
        .map(until -> new Period(contract.from(), until));
  }

  /**
   * The next objects, by key, that have not paid for the last due period yet, or that came before
   * the first day that they paid for: an exam can be reported after one that came later. Days are
   * compared as seconds, the arrival's by the zone's least offset: where offsets change, a few
   * objects more are looked at.
   */
  private List<Kept> page(Charged charged, Period due, String after) {
    Contract contract = charged.contract();
    String key = charged.unit() == BackupUnit.PATIENT ? "patient" : "study";
    String query =
        """
        select s.KEY, min(s.firstArrival), min(p.periodFrom), max(p.periodUntil), min(s.images)
        from LedgerRow s
        left join LedgerRow p on p.contractId = :contract and p.unit = :unit and p.objectKey = s.KEY
        where s.facility = :facility and s.contractId in (:ids) and s.KEY > :after
        group by s.KEY
        having coalesce(max(p.periodUntil), :never) < :last
        or min(p.periodFrom) > :first
        and extract(epoch from min(s.firstArrival)) + :offset < extract(epoch from min(p.periodFrom))
        order by s.KEY
        """
            .replace("KEY", key);
    return tx
        .session()
        .createSelectionQuery(query, Object[].class)
        .setParameter("contract", contract.id())
        .setParameter("unit", charged.unit())
        .setParameter("facility", contract.facility())
        .setParameter("ids", charged.ids())
        .setParameter("after", after)
        .setParameter("never", LocalDate.EPOCH)
        .setParameter("last", due.until())
        .setParameter("first", due.from())
        .setParameter("offset", leastOffset())
        .setMaxResults(Ledger.PAGE)
        .getResultList()
        .stream()
        .map(row -> kept(charged, row))
        .toList();
  }

  /** In seconds; one less, for fractions of them may be rounded. */
  private long leastOffset() {
    ZoneRules rules = zone.getRules();
    return Stream.concat(
                rules.getTransitions().stream(),
                rules.getTransitionRules().stream().map(rule -> rule.createTransition(LATER)))
            .flatMap(change -> Stream.of(change.getOffsetBefore(), change.getOffsetAfter()))
            .mapToLong(ZoneOffset::getTotalSeconds)
            .min()
            .orElse(rules.getOffset(Instant.EPOCH).getTotalSeconds())
        - 1;
  }

  private Kept kept(Charged charged, @Nullable Object[] row) {
    String object = (String) row[0];
    Time time =
        Ledger.whole(row[4]) < 0
            ? lastTime(charged, object)
            : new Time((Instant) row[1], Optional.empty());
    Optional<Period> paid =
        Optional.ofNullable((LocalDate) row[2])
            .map(from -> new Period(from, Objects.requireNonNull((LocalDate) row[3])));
    return new Kept(
        object,
        LocalDate.ofInstant(time.since(), zone),
        time.until().map(until -> LocalDate.ofInstant(until, zone)),
        charged.contract().daysOf(charged.unit(), Days.ALWAYS),
        paid);
  }

  /** Where the unit is about chosen objects, each is kept on the days on which it is chosen. */
  private List<Kept> withChoices(Charged charged, List<Kept> page) {
    Contract contract = charged.contract();
    if (!contract.chooses(charged.unit())) {
      return page;
    }
    Map<String, Chosen> chosen =
        contracts.chosen(tx, contract, charged.unit(), page.stream().map(Kept::object).toList());
    return page.stream()
        .map(kept -> kept.on(contract.daysOf(charged.unit(), days(chosen, kept.object()))))
        .toList();
  }

  static Days days(Map<String, Chosen> chosen, String object) {
    return Optional.ofNullable(chosen.get(object)).map(Chosen::days).orElse(Days.NEVER);
  }

  /** When an object is kept; no end: it still is. */
  private record Time(Instant since, Optional<Instant> until) {}

  /** Of an object of which something was destroyed: when it was kept last. */
  private Time lastTime(Charged charged, String object) {
    String key = charged.unit() == BackupUnit.PATIENT ? "patient" : "study";
    List<Object[]> rows =
        tx.session()
            .createSelectionQuery(
                "select images, firstArrival, lastArrival from LedgerRow where facility = :facility"
                    + " and contractId in (:ids) and images is not null and KEY = :object"
                        .replace("KEY", key)
                    + " order by number",
                Object[].class)
            .setParameter("facility", charged.contract().facility())
            .setParameter("ids", charged.ids())
            .setParameter("object", object)
            .getResultList();
    Time last = new Time(Instant.EPOCH, Optional.empty());
    long images = 0;
    for (Object[] row : rows) {
      if (images == 0) {
        last = new Time((Instant) row[1], Optional.empty());
      }
      images += Ledger.whole(row[0]);
      if (images == 0) {
        last = new Time(last.since(), Optional.of((Instant) row[2]));
      }
    }
    return last;
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  /**
   * An object that a contract keeps.
   *
   * @param since its first day
   * @param until the day on which it was destroyed; empty: it is kept
   * @param held the days on which the unit is agreed, and it is chosen
   * @param paid the days that are charged already
   */
  private record Kept(
      String object, LocalDate since, Optional<LocalDate> until, Days held, Optional<Period> paid) {
    Kept on(Days days) {
      return new Kept(object, since, until, days, paid);
    }

    /** The days of a period that are to be charged. */
    Optional<Period> owes(Due due) {
      Period whole = due.period();
      Optional<Period> kept = heldWithin(later(whole.from(), since), whole.until());
      if (kept.isEmpty() || until.filter(whole.from()::isAfter).isPresent()) {
        return Optional.empty();
      }
      if (due.terms().terms().billing().partPeriods() == PartPeriods.WHOLE) {
        return Optional.of(whole).filter(period -> paid.filter(period::meets).isEmpty());
      }
      return paid.map(kept.get()::besides)
          .orElse(kept)
          .flatMap(rest -> heldWithin(rest.from(), rest.until()));
    }

    /** From the first to the last day on which it is held; days between are given back. */
    private Optional<Period> heldWithin(LocalDate from, LocalDate last) {
      Days days = held.within(from, last);
      return days.first().map(first -> new Period(first, days.last().orElse(first)));
    }
  }
}
