package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hokan.archive.db.Tx;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * The tax of each month of a scratch ledger. A statement is taxed once for all its months: each
 * shows the tax of its own charges, the last one what the statement's tax leaves, so that the sum
 * is the statement's.
 *
 * @param byMonth of months with tax
 * @param notes where that is not what the last month's own charges come to
 */
record MonthTaxes(CurrencyUnit currency, Map<YearMonth, Money> byMonth, List<String> notes) {

  static MonthTaxes of(Tx tx, SimulationOrder order, CurrencyUnit currency, RoundingMode rounding) {
    Reader reader = new Reader(tx, order, currency, rounding);
    MonthTaxes taxes = new MonthTaxes(currency, reader.own(), new ArrayList<>());
    Map<YearMonth, Money> stated = reader.stated();
    reader.closes().stream()
        .filter(close -> !close.yearMonth().isAfter(order.end()))
        .forEach(
            close ->
                taxes.state(
                    close, stated.getOrDefault(close.yearMonth(), Money.zero(currency)), order));
    return taxes;
  }

  Money of(YearMonth month) {
    return byMonth.getOrDefault(month, Money.zero(currency));
  }

  private void state(CloseRow close, Money stated, SimulationOrder order) {
    YearMonth last = close.yearMonth();
    Money own =
        byMonth.entrySet().stream()
            .filter(entry -> LedgerMapping.monthNumber(entry.getKey()) > close.previousMonth)
            .filter(entry -> !entry.getKey().isAfter(last))
            .map(Map.Entry::getValue)
            .reduce(Money.zero(currency), Money::plus);
    Money more = stated.minus(own);
    if (!more.isZero()) {
      byMonth.put(last, of(last).plus(more));
      if (!last.isBefore(order.first())) {
        notes.add(
            "The tax of %s is %s %s than the tax of its own charges: it was rounded once, for all months of its statement."
                .formatted(
                    last,
                    more.getAmount().abs().toPlainString(),
                    more.isNegative() ? "less" : "more"));
      }
    }
  }

  private record Reader(
      Tx tx, SimulationOrder order, CurrencyUnit currency, RoundingMode rounding) {

    Map<YearMonth, Money> own() {
      Map<YearMonth, Money> own = new TreeMap<>();
      tx.session()
          .createSelectionQuery(
              "select billingMonth, taxRate, sum(amount) from LedgerRow where facility = :facility"
                  + " and currency = :currency and taxRate is not null and billingMonth <= :end"
                  + " group by billingMonth, taxRate",
              Object[].class)
          .setParameter("facility", order.facility())
          .setParameter("currency", currency.getCode())
          .setParameter("end", LedgerMapping.monthNumber(order.end()))
          .getResultList()
          .forEach(
              row ->
                  own.merge(
                      LedgerMapping.month((int) Ledger.whole(row[0])),
                      tax((BigDecimal) row[1], (BigDecimal) row[2]),
                      Money::plus));
      return own;
    }

    private Money tax(BigDecimal rate, BigDecimal net) {
      return TaxLine.of(rate, LedgerMapping.money(currency, net), rounding).tax();
    }

    Map<YearMonth, Money> stated() {
      Map<YearMonth, Money> stated = new HashMap<>();
      tx.session()
          .createSelectionQuery(
              "select s.billingMonth, sum(t.tax) from StatementRow s join StatementTaxRow t"
                  + " on t.place = s.place where s.facility = :facility and s.currency = :currency"
                  + " group by s.billingMonth",
              Object[].class)
          .setParameter("facility", order.facility())
          .setParameter("currency", currency.getCode())
          .getResultList()
          .forEach(
              row ->
                  stated.put(
                      LedgerMapping.month((int) Ledger.whole(row[0])),
                      LedgerMapping.money(currency, (BigDecimal) row[1])));
      return stated;
    }

    List<CloseRow> closes() {
      return tx.session()
          .createSelectionQuery("from CloseRow order by billingMonth", CloseRow.class)
          .getResultList();
    }
  }
}
