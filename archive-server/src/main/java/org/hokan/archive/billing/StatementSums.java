package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hokan.archive.db.Tx;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What the records of some months add up to, for one facility and currency.
 *
 * @param taxed the sums of those that are taxed, by the rate in percent
 */
record StatementSums(
    String facility,
    long records,
    long images,
    long bytes,
    String currency,
    BigDecimal amount,
    Map<BigDecimal, BigDecimal> taxed) {

  Money net() {
    return LedgerMapping.money(CurrencyUnit.of(currency), amount);
  }

  /** The tax, rounded once for each rate. */
  List<TaxLine> taxes(RoundingMode rounding) {
    CurrencyUnit unit = CurrencyUnit.of(currency);
    List<TaxLine> lines = new ArrayList<>();
    taxed.forEach(
        (rate, sum) -> lines.add(TaxLine.of(rate, LedgerMapping.money(unit, sum), rounding)));
    return lines;
  }

  /**
   * The sums of all facilities with records.
   *
   * @param after the closed month before, as a number; 0: none
   * @param until the last month
   */
  static List<StatementSums> of(Tx tx, int after, YearMonth until) {
    Map<String, StatementSums> sums = new TreeMap<>();
    tx
        .session()
        .createSelectionQuery(
            "select facility, currency, taxRate, count(*), coalesce(sum(images), 0),"
                + " coalesce(sum(bytes), 0), sum(amount) from LedgerRow"
                + " where billingMonth > :after and billingMonth <= :until"
                + " group by facility, currency, taxRate order by facility, currency, taxRate",
            Object[].class)
        .setParameter("after", after)
        .setParameter("until", LedgerMapping.monthNumber(until))
        .getResultList()
        .stream()
        .map(StatementSums::of)
        .forEach(
            part -> sums.merge(part.facility + "/" + part.currency, part, StatementSums::plus));
    return List.copyOf(sums.values());
  }

  private StatementSums plus(StatementSums more) {
    Map<BigDecimal, BigDecimal> all = new TreeMap<>(taxed);
    all.putAll(more.taxed);
    return new StatementSums(
        facility,
        records + more.records,
        images + more.images,
        bytes + more.bytes,
        currency,
        amount.add(more.amount).stripTrailingZeros(),
        all);
  }

  /** The sums that a statement states. */
  static StatementSums of(Statement statement) {
    Map<BigDecimal, BigDecimal> taxed = new TreeMap<>();
    statement
        .taxes()
        .forEach(line -> taxed.put(line.percent(), line.net().getAmount().stripTrailingZeros()));
    return new StatementSums(
        statement.facility(),
        statement.records(),
        statement.images(),
        statement.bytes(),
        statement.net().getCurrencyUnit().getCode(),
        statement.net().getAmount().stripTrailingZeros(),
        taxed);
  }

  private static StatementSums of(@Nullable Object[] row) {
    BigDecimal amount = ((BigDecimal) row[6]).stripTrailingZeros();
    Map<BigDecimal, BigDecimal> taxed = new TreeMap<>();
    if (row[2] instanceof BigDecimal rate) {
      taxed.put(LedgerMapping.percent(rate), amount);
    }
    return new StatementSums(
        (String) row[0],
        Ledger.whole(row[3]),
        Ledger.whole(row[4]),
        Ledger.whole(row[5]),
        (String) row[1],
        amount,
        taxed);
  }
}
