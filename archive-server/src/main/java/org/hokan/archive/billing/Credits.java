package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.joda.money.Money;

/**
 * What is to be given back (less than nothing) or charged once more, by the rate of tax. Its size
 * is that of the number of rates. Not thread-safe.
 */
final class Credits {
  private final Map<String, Credit> byRate = new TreeMap<>();

  /**
   * The same at one rate.
   *
   * @param taxRate in percent; empty: not taxed
   * @param periods how many charged periods it is of
   */
  record Credit(Optional<BigDecimal> taxRate, Money amount, long periods) {
    String rate() {
      return Credits.rate(taxRate);
    }

    private Credit plus(Credit more) {
      return new Credit(taxRate, amount.plus(more.amount), periods + more.periods);
    }
  }

  /** How a rate is written in references. */
  static String rate(Optional<BigDecimal> taxRate) {
    return taxRate.map(BigDecimal::toPlainString).orElse("none");
  }

  Credits copy() {
    Credits copy = new Credits();
    copy.byRate.putAll(byRate);
    return copy;
  }

  void add(Credit credit) {
    byRate.merge(credit.rate(), credit, Credit::plus);
  }

  /** Takes off what was given back before. */
  void takeOff(List<BillingRecord> given) {
    given.forEach(one -> add(new Credit(one.taxRate(), one.amount().negated(), 0)));
  }

  /** Undoes {@link #takeOff}. */
  void putBack(List<BillingRecord> given) {
    given.forEach(one -> add(new Credit(one.taxRate(), one.amount(), 0)));
  }

  /** What would be given back here and charged there is neither. */
  void setOff(Credits other) {
    byRate.replaceAll(
        (rate, back) -> {
          Credit charged = other.byRate.get(rate);
          if (charged == null || !charged.amount.isPositive() || !back.amount.isNegative()) {
            return back;
          }
          Money most = back.amount.negated();
          Money both = charged.amount.isLessThan(most) ? charged.amount : most;
          other.add(new Credit(charged.taxRate, both.negated(), 0));
          return back.plus(new Credit(back.taxRate, both, 0));
        });
  }

  /** What is left, by the rate. */
  List<Credit> left() {
    return byRate.values().stream().filter(credit -> !credit.amount.isZero()).toList();
  }
}
