package org.hokan.archive.billing;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private final Tx tx;
  private final Appender appender;
  private final ContractBook contracts;

  EndRecorder(Tx tx, Appender appender, ContractBook contracts) {
    this.tx = tx;
    this.appender = appender;
    this.contracts = contracts;
  }

  /** Records what is to be given back by the end of a month; answers how many records. */
  long record(Contract contract, YearMonth upTo) {
    long count = 0;
    for (BackupUnit unit : BackupUnit.values()) {
      Optional<LocalDate> end = firstEnd(contract, unit, upTo);
      Map<String, Credit> credits =
          end.map(day -> unitCredits(contract, unit, day, upTo)).orElseGet(TreeMap::new);
      count += recordObjects(contract, unit, upTo, credits);
      if (end.isPresent()) {
        count +=
            give(contract, reference(contract, unit), credits, ending(contract, unit, end.get()));
      }
    }
    return count;
  }

  /** The first day after which a unit keeps less, up to the end of a month. */
  private static Optional<LocalDate> firstEnd(Contract contract, BackupUnit unit, YearMonth upTo) {
    return Stream.of(contract.daysOf(unit, Days.ALWAYS), contract.daysOf(unit, Days.NEVER))
        .flatMap(days -> days.ranges().stream())
        .map(Days.Range::until)
        .filter(day -> !YearMonth.from(day).isAfter(upTo))
        .min(LocalDate::compareTo);
  }

  /** For all objects but those that were taken out, which have corrections of their own. */
  private Map<String, Credit> unitCredits(
      Contract contract, BackupUnit unit, LocalDate end, YearMonth upTo) {
    Map<String, Credit> credits = new TreeMap<>();
    long after = 0;
    for (List<LedgerRow> page = page(contract, unit, end, after);
        !page.isEmpty();
        page = page(contract, unit, end, after)) {
      Map<String, Chosen> chosen =
          contracts.chosen(
              tx, contract, unit, page.stream().map(row -> requireNonNull(row.objectKey)).toList());
      for (LedgerRow row : page) {
        String object = requireNonNull(row.objectKey);
        if (!Optional.ofNullable(chosen.get(object)).map(Chosen::wasTakenOut).orElse(false)) {
          Days held = contract.daysOf(unit, PeriodRecorder.days(chosen, object));
          add(credits, contract, LedgerMapping.record(row), new Held(held, upTo));
        }
      }
      after = page.get(page.size() - 1).number;
    }
    takeGiven(credits, contract, reference(contract, unit));
    return credits;
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

  /** For the objects that were taken out, each by itself. */
  private long recordObjects(
      Contract contract, BackupUnit unit, YearMonth upTo, Map<String, Credit> ofUnit) {
    long count = 0;
    String after = "";
    for (List<String> page;
        !(page = contracts.takenOut(tx, contract, unit, after, Ledger.PAGE)).isEmpty(); ) {
      Map<String, Chosen> chosen = contracts.chosen(tx, contract, unit, page);
      Map<String, List<LedgerRow>> charges = charges(contract, unit, page);
      for (String object : page) {
        List<LedgerRow> some = charges.getOrDefault(object, List.of());
        Days held = contract.daysOf(unit, PeriodRecorder.days(chosen, object));
        if (!some.isEmpty()) {
          count += recordObject(contract, some, new Held(held, upTo), ofUnit);
        }
      }
      after = page.get(page.size() - 1);
    }
    return count;
  }

  private long recordObject(
      Contract contract, List<LedgerRow> charges, Held held, Map<String, Credit> ofUnit) {
    LedgerRow first = charges.get(0);
    BackupUnit unit = requireNonNull(first.unit);
    Map<String, Credit> credits = new TreeMap<>();
    charges.stream()
        .map(LedgerMapping::record)
        .forEach(charge -> add(credits, contract, charge, held));
    String reference = reference("the object of record " + first.number, contract, unit);
    String before = reference(requireNonNull(first.objectKey), contract, unit);
    givenFor(contract, Set.of(reference, before), charges).forEach(one -> takeGiven(credits, one));
    setOff(credits, ofUnit);
    LocalDate last =
        held.days()
            .within(LocalDate.MIN, held.upTo().atEndOfMonth())
            .last()
            .orElse(held.upTo().atEndOfMonth());
    return give(
        contract,
        reference,
        credits,
        new Ending(
            last,
            "バックアップ対象の解除",
            "the object of record %d was taken out of unit %s".formatted(first.number, unit),
            "the object of record %d is chosen for more days of unit %s"
                .formatted(first.number, unit)));
  }

  /** As corrections of before named an object, and as they do now. */
  private static String reference(String object, Contract contract, BackupUnit unit) {
    return "%s%s in %s, %s, tax ".formatted(REFERENCE, object, contract.id(), unit);
  }

  /** What would be given back for an object and charged with its unit is neither. */
  private static void setOff(Map<String, Credit> ofObject, Map<String, Credit> ofUnit) {
    ofObject.replaceAll(
        (rate, back) -> {
          Credit charged = ofUnit.get(rate);
          if (charged == null || !charged.amount().isPositive() || !back.amount().isNegative()) {
            return back;
          }
          Money both = least(charged.amount(), back.amount().negated());
          ofUnit.put(rate, charged.plus(both.negated()));
          return back.plus(both);
        });
  }

  private static Money least(Money one, Money other) {
    return one.isLessThan(other) ? one : other;
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
   * The days on which an object is kept, as far as a month's end may know: what ends later is given
   * back with that month.
   */
  private record Held(Days days, YearMonth upTo) {
    long within(Period period) {
      LocalDate next = upTo.plusMonths(1).atDay(1);
      if (period.until().isBefore(next) || !days.has(next)) {
        return days.within(period.from(), period.until()).count();
      }
      LocalDate rest = period.from().isAfter(next) ? period.from() : next;
      return days.within(period.from(), next.minusDays(1)).count()
          + new Period(rest, period.until()).days();
    }
  }

  /** What is given back at one rate of tax. */
  private record Credit(Optional<BigDecimal> taxRate, Money amount, long periods) {
    Credit plus(Money more) {
      return new Credit(taxRate, amount.plus(more), periods);
    }
  }

  private void takeGiven(Map<String, Credit> credits, Contract contract, String reference) {
    given(contract, reference).forEach(given -> takeGiven(credits, given));
  }

  private static void takeGiven(Map<String, Credit> credits, BillingRecord given) {
    add(credits, new Credit(given.taxRate(), given.amount().negated(), 0));
  }

  private static void add(
      Map<String, Credit> credits, Contract contract, BillingRecord charge, Held held) {
    Money back = charge.amount().minus(owed(contract, charge, held));
    if (!back.isZero()) {
      add(credits, new Credit(charge.taxRate(), back.negated(), 1));
    }
  }

  private static void add(Map<String, Credit> credits, Credit credit) {
    credits.merge(
        rate(credit.taxRate()),
        credit,
        (one, other) ->
            new Credit(
                one.taxRate(), one.amount().plus(other.amount()), one.periods() + other.periods()));
  }

  private static String rate(Optional<BigDecimal> taxRate) {
    return taxRate.map(BigDecimal::toPlainString).orElse("none");
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

  private long give(
      Contract contract, String reference, Map<String, Credit> credits, Ending ending) {
    List<Credit> some =
        credits.values().stream().filter(credit -> !credit.amount().isZero()).toList();
    for (Credit credit : some) {
      boolean back = credit.amount().isNegative();
      String reason =
          "%s%s (%s, last day %s; %d charged periods went beyond it)"
              .formatted(
                  ending.inJapanese(),
                  back ? "による返金" : "の変更による請求",
                  back ? ending.text() : ending.moved(),
                  ending.day(),
                  credit.periods());
      appender.append(
          YearMonth.from(ending.day()),
          new Appender.Owner(contract.facility(), ContractClause.on(contract, ending.day())),
          new Appender.Charge(
              new BillingEntry.Adjustment(reason, reference + rate(credit.taxRate())),
              credit.amount(),
              credit.taxRate()),
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
        && record.entry() instanceof BillingEntry.Adjustment adjustment
        && adjustment.reference().startsWith(REFERENCE);
  }

  /** What was given back before, for an end that was told earlier. */
  private List<BillingRecord> given(Contract contract, String reference) {
    appender.flush();
    return tx
        .session()
        .createSelectionQuery(
            "from LedgerRow where facility = :facility"
                + " and contractId = :contract and type = :type and recordedBy = :node"
                + " and left(reference, :length) = :reference order by number",
            LedgerRow.class)
        .setParameter("facility", contract.facility())
        .setParameter("contract", contract.id())
        .setParameter("type", RecordType.ADJUSTMENT)
        .setParameter("node", Appender.NODE)
        .setParameter("length", reference.length())
        .setParameter("reference", reference)
        .getResultList()
        .stream()
        .map(LedgerMapping::record)
        .toList();
  }

  /**
   * The same for one object, along an index: objects are many. What is given back has the rates of
   * tax of what was charged.
   */
  private List<BillingRecord> givenFor(
      Contract contract, Set<String> references, List<LedgerRow> charges) {
    Set<String> rates =
        charges.stream()
            .map(charge -> rate(LedgerMapping.record(charge).taxRate()))
            .collect(Collectors.toSet());
    Set<String> whole =
        references.stream()
            .flatMap(reference -> rates.stream().map(rate -> reference + rate))
            .collect(Collectors.toSet());
    appender.flush();
    return tx
        .session()
        .createSelectionQuery(
            "from LedgerRow where reference in (:references) and contractId = :contract"
                + " and type = :type and recordedBy = :node order by number",
            LedgerRow.class)
        .setParameter("references", whole)
        .setParameter("contract", contract.id())
        .setParameter("type", RecordType.ADJUSTMENT)
        .setParameter("node", Appender.NODE)
        .getResultList()
        .stream()
        .map(LedgerMapping::record)
        .toList();
  }

  /** Charges for days after an end. */
  private List<LedgerRow> page(Contract contract, BackupUnit unit, LocalDate end, long after) {
    appender.flush();
    return tx.session()
        .createSelectionQuery(
            "from LedgerRow where contractId = :contract and unit = :unit"
                + " and periodUntil > :last and number > :after order by number",
            LedgerRow.class)
        .setParameter("contract", contract.id())
        .setParameter("unit", unit)
        .setParameter("last", end)
        .setParameter("after", after)
        .setMaxResults(Ledger.PAGE)
        .getResultList();
  }

  private Map<String, List<LedgerRow>> charges(
      Contract contract, BackupUnit unit, List<String> objects) {
    appender.flush();
    return tx
        .session()
        .createSelectionQuery(
            "from LedgerRow where contractId = :contract and unit = :unit"
                + " and objectKey in (:objects) order by number",
            LedgerRow.class)
        .setParameter("contract", contract.id())
        .setParameter("unit", unit)
        .setParameter("objects", objects)
        .getResultList()
        .stream()
        .collect(Collectors.groupingBy(row -> requireNonNull(row.objectKey)));
  }
}
