package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.joda.money.Money;

/**
 * The tax of one rate on a statement.
 *
 * @param percent the rate
 * @param net the sum of the records that are taxed with it
 * @param tax rounded once, for the whole sum
 */
public record TaxLine(BigDecimal percent, Money net, Money tax) {
  private static final int PERCENT_DECIMALS = 2;

  static TaxLine of(BigDecimal percent, Money net, RoundingMode rounding) {
    BigDecimal exact = net.getAmount().multiply(percent).movePointLeft(PERCENT_DECIMALS);
    int decimals = net.getCurrencyUnit().getDecimalPlaces();
    return new TaxLine(
        percent, net, Money.of(net.getCurrencyUnit(), exact.setScale(decimals, rounding)));
  }
}
