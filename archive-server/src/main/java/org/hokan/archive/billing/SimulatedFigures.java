package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hokan.archive.db.Tx;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Adds up a scratch ledger, month by month. */
final class SimulatedFigures {
  private final Tx tx;
  private final SimulationOrder order;
  private final CurrencyUnit currency;
  private final MonthTaxes taxes;

  SimulatedFigures(Tx tx, SimulationOrder order, ContractBook book, RoundingMode rounding) {
    this.tx = tx;
    this.order = order;
    this.currency = book.currency(order.facility(), ContractClause.NONE);
    this.taxes = MonthTaxes.of(tx, order, currency, rounding);
  }

  /** Counts and charges of one type in one month. */
  private record Sum(
      RecordType type, long exams, long images, long bytes, long quantity, Money amount) {}

  List<SimulatedMonth> months() {
    Map<YearMonth, List<Sum>> sums = sums();
    List<SimulatedMonth> months = new ArrayList<>();
    long kept = 0;
    long saved = 0;
    for (Map.Entry<YearMonth, List<Sum>> entry : sums.entrySet()) {
      for (Sum sum : entry.getValue()) {
        kept += sum.bytes();
        saved += sum.type() == RecordType.SAVING ? sum.quantity() : 0;
      }
      if (!entry.getKey().isBefore(order.first())) {
        months.add(month(entry.getKey(), entry.getValue(), kept, saved));
      }
    }
    return months;
  }

  private SimulatedMonth month(YearMonth month, List<Sum> sums, long kept, long saved) {
    Map<RecordType, Money> charges = new EnumMap<>(RecordType.class);
    for (Sum sum : sums) {
      if (!sum.amount().isZero()) {
        charges.put(sum.type(), sum.amount());
      }
    }
    Optional<Sum> study = sums.stream().filter(s -> s.type() == RecordType.STUDY).findFirst();
    Money net = charges.values().stream().reduce(Money.zero(currency), Money::plus);
    return new SimulatedMonth(
        month,
        study.map(Sum::exams).orElse(0L),
        study.map(Sum::images).orElse(0L),
        study.map(Sum::bytes).orElse(0L),
        kept,
        saved,
        charges,
        net,
        taxes.of(month));
  }

  /** What a reader must know of the sums. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(taxes.notes());
    if (!others().isEmpty()) {
      notes.add(
          "In another currency, and in none of these sums: %s."
              .formatted(String.join(", ", others())));
    }
    return notes;
  }

  private List<String> others() {
    return tx
        .session()
        .createSelectionQuery(
            "select billingMonth, currency, sum(amount) from LedgerRow where facility = :facility"
                + " and billingMonth between :first and :end and currency <> :currency"
                + " and amount <> 0 group by billingMonth, currency order by billingMonth, currency",
            Object[].class)
        .setParameter("facility", order.facility())
        .setParameter("first", LedgerMapping.monthNumber(order.first()))
        .setParameter("end", LedgerMapping.monthNumber(order.end()))
        .setParameter("currency", currency.getCode())
        .getResultList()
        .stream()
        .map(
            row ->
                "%s in %s"
                    .formatted(
                        LedgerMapping.money(CurrencyUnit.of((String) row[1]), (BigDecimal) row[2]),
                        LedgerMapping.month((int) Ledger.whole(row[0]))))
        .toList();
  }

  /** Of every month from the first record or the first month asked for, whether it has records. */
  private Map<YearMonth, List<Sum>> sums() {
    TreeMap<YearMonth, List<Sum>> byMonth = new TreeMap<>();
    for (YearMonth m = order.first(); !m.isAfter(order.end()); m = m.plusMonths(1)) {
      byMonth.put(m, new ArrayList<>());
    }
    tx.session()
        .createSelectionQuery(
            "select billingMonth, type, sum(case when refersTo = 0 then 1 else 0 end),"
                + " coalesce(sum(images), 0), coalesce(sum(bytes), 0),"
                + " coalesce(sum(quantity), 0),"
                + " coalesce(sum(case when currency = :currency then amount end), 0) from LedgerRow"
                + " where facility = :facility and billingMonth <= :end"
                + " group by billingMonth, type",
            Object[].class)
        .setParameter("facility", order.facility())
        .setParameter("end", LedgerMapping.monthNumber(order.end()))
        .setParameter("currency", currency.getCode())
        .getResultList()
        .forEach(
            row ->
                byMonth
                    .computeIfAbsent(
                        LedgerMapping.month((int) Ledger.whole(row[0])), m -> new ArrayList<>())
                    .add(sum(row)));
    return byMonth;
  }

  /** What is charged by name in the months asked for. */
  List<Simulated.Item> items() {
    return tx
        .session()
        .createSelectionQuery(
            "select type, item, currency, sum(quantity), sum(amount) from LedgerRow"
                + " where facility = :facility and billingMonth between :first and :end"
                + " and item <> '' and amount <> 0 group by type, item, currency order by item, type, currency",
            Object[].class)
        .setParameter("facility", order.facility())
        .setParameter("first", LedgerMapping.monthNumber(order.first()))
        .setParameter("end", LedgerMapping.monthNumber(order.end()))
        .getResultList()
        .stream()
        .map(
            row ->
                new Simulated.Item(
                    (RecordType) row[0],
                    (String) row[1],
                    Ledger.whole(row[3]),
                    LedgerMapping.money(CurrencyUnit.of((String) row[2]), (BigDecimal) row[4])))
        .toList();
  }

  private Sum sum(Object[] row) {
    return new Sum(
        (RecordType) row[1],
        Ledger.whole(row[2]),
        Ledger.whole(row[3]),
        Ledger.whole(row[4]),
        Ledger.whole(row[5]),
        LedgerMapping.money(currency, (BigDecimal) row[6]));
  }
}
