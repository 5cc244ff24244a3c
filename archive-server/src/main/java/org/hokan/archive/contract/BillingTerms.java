package org.hokan.archive.contract;

import java.math.RoundingMode;
import org.joda.money.CurrencyUnit;

/**
 * How a charge is worked out. Taken from the tariff when a contract is offered, and kept with it.
 *
 * @param rounding where an amount has more decimals than its currency
 */
public record BillingTerms(PartPeriods partPeriods, RoundingMode rounding, Tax tax) {
  /** What a period costs of which only a part is kept. */
  public enum PartPeriods {
    /** As much as a whole one. */
    WHOLE,
    /** The share of its days. */
    DAYS
  }

  /** Which tax is added. */
  public enum Tax {
    NONE,
    /** Japan's consumption tax. */
    JP;

    /** What a tariff says for amounts in a currency: Japan's tax is for yen. */
    public Tax in(CurrencyUnit currency) {
      return this == JP && !currency.equals(CurrencyUnit.JPY) ? NONE : this;
    }
  }

  /** As contracts were charged before they said. */
  static final BillingTerms FIRST_FORM =
      new BillingTerms(PartPeriods.WHOLE, RoundingMode.HALF_UP, Tax.NONE);

  public BillingTerms {
    if (rounding == RoundingMode.UNNECESSARY) {
      throw new IllegalArgumentException(
          "rounding: UNNECESSARY (expected: one that always gives an amount, such as DOWN or HALF_UP)");
    }
  }

  /** What a tariff says for contracts of a currency. */
  BillingTerms in(CurrencyUnit currency) {
    return new BillingTerms(partPeriods, rounding, tax.in(currency));
  }
}
