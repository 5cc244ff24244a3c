package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What the records of some months add up to, for one facility and currency.
 *
 * @param lines those that have a price, put together
 * @param taxed the sums of those that are taxed, by the rate in percent
 */
record StatementSums(
    String facility,
    long records,
    long images,
    long bytes,
    String currency,
    BigDecimal amount,
    List<StatementLine> lines,
    Map<BigDecimal, BigDecimal> taxed) {

  Money net() {
    return LedgerMapping.money(CurrencyUnit.of(currency), amount);
  }

  /** The tax, rounded once for each rate. */
  List<TaxLine> taxes(RoundingMode rounding) {
    CurrencyUnit unit = CurrencyUnit.of(currency);
    List<TaxLine> all = new ArrayList<>();
    taxed.forEach(
        (rate, sum) -> all.add(TaxLine.of(rate, LedgerMapping.money(unit, sum), rounding)));
    return all;
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
        statement.lines(),
        taxed);
  }

  /** The same without lines, as statements of before have none. */
  StatementSums withoutLines() {
    return new StatementSums(facility, records, images, bytes, currency, amount, List.of(), taxed);
  }
}
