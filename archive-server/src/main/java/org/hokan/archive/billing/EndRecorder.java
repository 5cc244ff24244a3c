package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;

/**
 * Gives back, once, what was charged for days after the end of a contract that was terminated or
 * changed to end earlier: the share of those days, or, where a period that has begun counts whole,
 * periods that had not begun. One correction for each unit and rate of tax, and one of the
 * difference when the end moves once more.
 */
final class EndRecorder {
  private static final String REFERENCE = "end of ";

  private final Tx tx;
  private final Appender appender;

  EndRecorder(Tx tx, Appender appender) {
    this.tx = tx;
    this.appender = appender;
  }

  /** Records what is to be given back by the end of a month; answers how many records. */
  long record(Contract contract, YearMonth upTo) {
    if (YearMonth.from(contract.lastDay()).isAfter(upTo)) {
      return 0;
    }
    long count = 0;
    for (BackupUnit unit : BackupUnit.values()) {
      for (Credit credit : credits(contract, unit).values()) {
        count += give(contract, unit, credit);
      }
    }
    return count;
  }

  /** What is given back at one rate of tax. */
  private record Credit(Optional<BigDecimal> taxRate, Money amount, long periods) {}

  private Map<String, Credit> credits(Contract contract, BackupUnit unit) {
    Map<String, Credit> credits = new TreeMap<>();
    long after = 0;
    for (List<LedgerRow> page = page(contract, unit, after);
        !page.isEmpty();
        page = page(contract, unit, after)) {
      page.stream().map(LedgerMapping::record).forEach(charge -> add(credits, contract, charge));
      after = page.get(page.size() - 1).number;
    }
    for (BillingRecord given : given(contract, unit)) {
      add(credits, new Credit(given.taxRate(), given.amount().negated(), 0));
    }
    return credits;
  }

  private static void add(Map<String, Credit> credits, Contract contract, BillingRecord charge) {
    Money back = charge.amount().minus(owed(contract, charge));
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

  /** What a period costs that ends with the contract. */
  private static Money owed(Contract contract, BillingRecord charge) {
    BillingEntry.PeriodCharge period = (BillingEntry.PeriodCharge) charge.entry();
    BillingTerms billing = billing(contract, charge.clause().version());
    LocalDate from = period.period().from();
    LocalDate last = contract.lastDay();
    if (last.isBefore(from)) {
      return Money.zero(charge.amount().getCurrencyUnit());
    }
    if (billing.partPeriods() == PartPeriods.WHOLE) {
      return charge.amount();
    }
    int kept = Math.toIntExact(ChronoUnit.DAYS.between(from, last) + 1);
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

  private long give(Contract contract, BackupUnit unit, Credit credit) {
    if (credit.amount().isZero()) {
      return 0;
    }
    String reference = reference(contract, unit) + rate(credit.taxRate());
    String what = credit.amount().isNegative() ? "中途解約による返金" : "解約日の変更による請求";
    String reason =
        "%s (the contract ended on %s; %d charged periods went beyond it)"
            .formatted(what, contract.lastDay(), credit.periods());
    appender.append(
        YearMonth.from(contract.lastDay()),
        new Appender.Owner(
            contract.facility(), new ContractClause(contract.id(), contract.version())),
        new Appender.Charge(
            new BillingEntry.Adjustment(reason, reference), credit.amount(), credit.taxRate()),
        Appender.NODE);
    return 1;
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
  private List<BillingRecord> given(Contract contract, BackupUnit unit) {
    appender.flush();
    return tx
        .session()
        .createSelectionQuery(
            "from LedgerRow where facility = :facility"
                + " and contractId = :contract and type = :type and recordedBy = :node"
                + " and reference like :reference order by number",
            LedgerRow.class)
        .setParameter("facility", contract.facility())
        .setParameter("contract", contract.id())
        .setParameter("type", RecordType.ADJUSTMENT)
        .setParameter("node", Appender.NODE)
        .setParameter("reference", reference(contract, unit) + "%")
        .getResultList()
        .stream()
        .map(LedgerMapping::record)
        .toList();
  }

  /** Charges for days after the end. */
  private List<LedgerRow> page(Contract contract, BackupUnit unit, long after) {
    appender.flush();
    return tx.session()
        .createSelectionQuery(
            "from LedgerRow where contractId = :contract and unit = :unit"
                + " and periodUntil > :last and number > :after order by number",
            LedgerRow.class)
        .setParameter("contract", contract.id())
        .setParameter("unit", unit)
        .setParameter("last", contract.lastDay())
        .setParameter("after", after)
        .setMaxResults(Ledger.PAGE)
        .getResultList();
  }
}
