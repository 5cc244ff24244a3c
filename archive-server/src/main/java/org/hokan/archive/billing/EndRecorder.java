package org.hokan.archive.billing;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.billing.BillingEntry.Adjustment;
import org.hokan.archive.billing.Credits.Credit;
import org.hokan.archive.billing.DueRecorder.Place;
import org.hokan.archive.billing.DueRecorder.Step;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.Chosen;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.Days;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;

/**
 * Gives back, once, what was charged for days on which nothing is kept any more: the share of those
 * days, or, where a period that has begun counts whole, periods that had not begun. What has ended
 * is a contract, a unit that a change of terms takes out, or a backup object that was taken out.
 * One correction for each unit, or object, and rate of tax, and one of the difference when the end
 * moves once more. What was given back with a unit's end is not charged with the unit and given
 * back once more for an object that is taken out later: the two are set off.
 *
 * <p>A correction names an object by the number of the first record that charges for it, for its
 * text stands on invoices and is sealed for ever.
 */
final class EndRecorder {
  private static final String REFERENCE = "end of ";

  /** So many objects that were taken out are looked at in one step. */
  static final int OBJECTS = 300;

  private final Tx tx;
  private final Appender appender;
  private final ContractBook contracts;

  EndRecorder(Tx tx, Appender appender, ContractBook contracts) {
    this.tx = tx;
    this.appender = appender;
    this.contracts = contracts;
  }

  /**
   * What the charges for days after a unit's end come to, as far as they are added up.
   *
   * @param charge the last one that is in it
   * @param all whether there are no more
   * @param credits without what was given back before
   */
  record Sums(long charge, boolean all, Credits credits) {}

  /**
   * Records the next slice of what is to be given back of a unit for ends up to a day: first what
   * was charged beyond its end is added up, then the objects that were taken out are looked at, and
   * in the end the rest is given back for the unit.
   */
  Step record(Contract contract, BackupUnit unit, LocalDate upTo, Place at) {
    Optional<LocalDate> end = firstEnd(contract, unit, upTo);
    Sums sums = at.ofUnit().orElse(new Sums(0, false, new Credits()));
    if (end.isPresent() && !sums.all()) {
      sums = more(contract, unit, end.get(), upTo, sums);
      if (!sums.all()) {
        return new Step(0, Optional.of(new Place(at.object(), Optional.of(sums))));
      }
    }
    List<String> page = contracts.takenOut(tx, contract, unit, at.object(), OBJECTS);
    String reference = reference(contract, unit);
    List<BillingRecord> given = end.isEmpty() ? List.of() : given(contract, List.of(reference));
    Credits ofUnit = sums.credits().copy();
    ofUnit.takeOff(given);
    long count = page.isEmpty() ? 0 : recordObjects(contract, unit, upTo, page, ofUnit);
    if (page.size() == OBJECTS) {
      ofUnit.putBack(given);
      Sums left = new Sums(sums.charge(), true, ofUnit);
      return new Step(count, Optional.of(new Place(page.get(OBJECTS - 1), Optional.of(left))));
    }
    if (end.isPresent()) {
      count += give(contract, reference, ofUnit, ending(contract, unit, end.get()));
    }
    return new Step(count, Optional.empty());
  }

  /** The first day after which a unit keeps less, up to a day. */
  private static Optional<LocalDate> firstEnd(Contract contract, BackupUnit unit, LocalDate upTo) {
    return Stream.of(contract.daysOf(unit, Days.ALWAYS), contract.daysOf(unit, Days.NEVER))
        .flatMap(days -> days.ranges().stream())
        .map(Days.Range::until)
        .filter(day -> !day.isAfter(upTo))
        .min(LocalDate::compareTo);
  }

  /** With the next charges, of all objects but those that were taken out. */
  private Sums more(Contract contract, BackupUnit unit, LocalDate end, LocalDate upTo, Sums sums) {
    List<LedgerRow> page = chargesBeyond(contract, unit, end, sums.charge());
    List<String> objects = page.stream().map(row -> requireNonNull(row.objectKey)).toList();
    Map<String, Chosen> chosen =
        page.isEmpty() ? Map.of() : contracts.chosen(tx, contract, unit, objects);
    Credits credits = sums.credits().copy();
    long last = sums.charge();
    for (LedgerRow row : page) {
      String object = requireNonNull(row.objectKey);
      if (!Optional.ofNullable(chosen.get(object)).map(Chosen::wasTakenOut).orElse(false)) {
        Days held = contract.daysOf(unit, PeriodRecorder.days(chosen, object));
        add(credits, contract, LedgerMapping.record(row), new Held(held, upTo));
      }
      last = row.number;
    }
    return new Sums(last, page.size() < Ledger.PAGE, credits);
  }

  private static Ending ending(Contract contract, BackupUnit unit, LocalDate end) {
    LocalDate last = contract.daysOf(unit, Days.ALWAYS).last().orElse(end);
    return last.isBefore(contract.lastDay()) || end.isBefore(last) // it ended, perhaps for a time
        ? new Ending(
            end,
            "バックアップ単位の終了",
            "unit %s ended".formatted(unit),
            "unit %s is kept longer".formatted(unit))
        : new Ending(
            contract.lastDay(),
            kind(contract),
            "the contract ended",
            "its end was changed; the contract ended");
  }

  private static String kind(Contract contract) {
    return contract.lastDay().isBefore(contract.terms().until()) ? "中途解約" : "契約の早期終了";
  }

  /** For some objects that were taken out, each by itself. */
  private long recordObjects(
      Contract contract, BackupUnit unit, LocalDate upTo, List<String> page, Credits ofUnit) {
    Map<String, TakenOut> objects = charged(contract, unit, upTo, page);
    List<String> references =
        objects.values().stream().flatMap(one -> one.references(contract).stream()).toList();
    Map<String, List<BillingRecord>> given =
        given(contract, references).stream().collect(Collectors.groupingBy(EndRecorder::subject));
    long count = 0;
    for (TakenOut one : objects.values()) {
      one.references(contract)
          .forEach(reference -> one.credits().takeOff(given.getOrDefault(reference, List.of())));
      one.credits().setOff(ofUnit);
      count += give(contract, one.reference(contract), one.credits(), one.ending());
    }
    return count;
  }

  /** What was charged for each and is to be given back; none for one that was charged nothing. */
  private Map<String, TakenOut> charged(
      Contract contract, BackupUnit unit, LocalDate upTo, List<String> page) {
    Map<String, Chosen> chosen = contracts.chosen(tx, contract, unit, page);
    Map<String, TakenOut> objects = new TreeMap<>();
    long after = 0;
    for (List<LedgerRow> some; !(some = chargesFor(contract, unit, page, after)).isEmpty(); ) {
      for (LedgerRow row : some) {
        String object = requireNonNull(row.objectKey);
        TakenOut one =
            objects.computeIfAbsent(
                object,
                key ->
                    new TakenOut(
                        unit,
                        key,
                        row.number,
                        new Held(contract.daysOf(unit, PeriodRecorder.days(chosen, key)), upTo),
                        new Credits()));
        add(one.credits(), contract, LedgerMapping.record(row), one.held());
      }
      after = some.get(some.size() - 1).number;
    }
    return objects;
  }

  /**
   * An object that was taken out.
   *
   * @param first the number of the first record that charges for it
   */
  private record TakenOut(BackupUnit unit, String object, long first, Held held, Credits credits) {
    String reference(Contract contract) {
      return EndRecorder.reference("the object of record " + first, contract, unit);
    }

    /** As corrections of before named it, too. */
    List<String> references(Contract contract) {
      return List.of(reference(contract), EndRecorder.reference(object, contract, unit));
    }

    Ending ending() {
      LocalDate end = held.upTo();
      return new Ending(
          held.days().within(LocalDate.MIN, end).last().orElse(end),
          "バックアップ対象の解除",
          "the object of record %d was taken out of unit %s".formatted(first, unit),
          "the object of record %d is chosen for more days of unit %s".formatted(first, unit));
    }
  }

  private static String reference(String object, Contract contract, BackupUnit unit) {
    return "%s%s in %s, %s, tax ".formatted(REFERENCE, object, contract.id(), unit);
  }

  /**
   * What ended.
   *
   * @param day the last day on which it was kept
   * @param inJapanese what it is called on an invoice
   * @param text what happened, where something is given back
   * @param moved what happened, where less is to be given back than was
   */
  private record Ending(LocalDate day, String inJapanese, String text, String moved) {}

  /**
   * The days on which an object is kept, as far as a close may know: what ends after the day up to
   * which it charges is given back by a later one.
   */
  private record Held(Days days, LocalDate upTo) {
    long within(Period period) {
      LocalDate next = upTo.plusDays(1);
      if (period.until().isBefore(next) || !days.has(next)) {
        return days.within(period.from(), period.until()).count();
      }
      LocalDate rest = period.from().isAfter(next) ? period.from() : next;
      return days.within(period.from(), next.minusDays(1)).count()
          + new Period(rest, period.until()).days();
    }
  }

  private static void add(Credits credits, Contract contract, BillingRecord charge, Held held) {
    Money back = charge.amount().minus(owed(contract, charge, held));
    if (!back.isZero()) {
      credits.add(new Credit(charge.taxRate(), back.negated(), 1));
    }
  }

  /** What a period costs of which only some days are kept. */
  private static Money owed(Contract contract, BillingRecord charge, Held held) {
    BillingEntry.PeriodCharge period = (BillingEntry.PeriodCharge) charge.entry();
    BillingTerms billing = billing(contract, charge.clause().version());
    int kept = Math.toIntExact(held.within(period.period()));
    if (kept == 0) {
      return Money.zero(charge.amount().getCurrencyUnit());
    }
    if (billing.partPeriods() == PartPeriods.WHOLE || kept == period.period().days()) {
      return charge.amount();
    }
    int of = period.part().map(BillingEntry.Part::ofDays).orElse(period.period().days());
    Money whole =
        period.unitRate().multipliedBy((long) period.points() * period.periods() * period.units());
    return PeriodRecorder.share(whole, new BillingEntry.Part(kept, of), billing.rounding());
  }

  private static BillingTerms billing(Contract contract, int version) {
    return contract.agreed().stream()
        .filter(agreed -> agreed.version() == version)
        .findFirst()
        .map(agreed -> agreed.terms().billing())
        .orElse(contract.terms().billing());
  }

  private long give(Contract contract, String reference, Credits credits, Ending ending) {
    List<Credit> some = credits.left();
    for (Credit credit : some) {
      boolean back = credit.amount().isNegative();
      String reason =
          "%s%s (%s, last day %s; %d charged period%s went beyond it)"
              .formatted(
                  ending.inJapanese(),
                  back ? "による返金" : "の変更による請求",
                  back ? ending.text() : ending.moved(),
                  ending.day(),
                  credit.periods(),
                  credit.periods() == 1 ? "" : "s");
      appender.append(
          YearMonth.from(ending.day()),
          new Appender.Owner(contract.facility(), ContractClause.on(contract, ending.day())),
          new Appender.Charge(
              new Adjustment(reason, reference + credit.rate()), credit.amount(), credit.taxRate()),
          Appender.NODE);
    }
    return some.size();
  }

  private static String reference(Contract contract, BackupUnit unit) {
    return REFERENCE + "%s, %s, tax ".formatted(contract.id(), unit);
  }

  /** Whether it is a correction that was made here. */
  static boolean made(BillingRecord record) {
    return record.recorded().by().equals(Appender.NODE)
        && record.entry() instanceof Adjustment adjustment
        && adjustment.reference().startsWith(REFERENCE);
  }

  /** A correction's reference without its rate of tax. */
  private static String subject(BillingRecord correction) {
    String reference = ((Adjustment) correction.entry()).reference();
    String rate = Credits.rate(correction.taxRate());
    return reference.substring(0, reference.length() - rate.length());
  }

  /** What was given back before, for ends that were told earlier; along an index. */
  private List<BillingRecord> given(Contract contract, List<String> references) {
    List<String> whole = new ArrayList<>();
    for (String reference : references) {
      ConsumptionTax.rates().forEach(rate -> whole.add(reference + Credits.rate(rate)));
    }
    appender.flush();
    return tx
        .session()
        .createSelectionQuery(
            "from LedgerRow where reference in (:references) and contractId = :contract"
                + " and type = :type and recordedBy = :node order by number",
            LedgerRow.class)
        .setParameterList("references", whole)
        .setParameter("contract", contract.id())
        .setParameter("type", RecordType.ADJUSTMENT)
        .setParameter("node", Appender.NODE)
        .getResultList()
        .stream()
        .map(LedgerMapping::record)
        .toList();
  }

  /** The next charges for days after an end. */
  private List<LedgerRow> chargesBeyond(
      Contract contract, BackupUnit unit, LocalDate end, long after) {
    return charges(contract, unit, after, " and periodUntil > :last")
        .setParameter("last", end)
        .getResultList();
  }

  /** The next charges for some objects. */
  private List<LedgerRow> chargesFor(
      Contract contract, BackupUnit unit, List<String> objects, long after) {
    return charges(contract, unit, after, " and objectKey in (:objects)")
        .setParameterList("objects", objects)
        .getResultList();
  }

  private SelectionQuery<LedgerRow> charges(
      Contract contract, BackupUnit unit, long after, String which) {
    appender.flush();
    return tx.session()
        .createSelectionQuery(
            "from LedgerRow where contractId = :contract and unit = :unit and number > :after"
                + which
                + " order by number",
            LedgerRow.class)
        .setParameter("contract", contract.id())
        .setParameter("unit", unit)
        .setParameter("after", after)
        .setMaxResults(Ledger.PAGE);
  }
}
