package org.hokan.archive.billing;

import java.math.RoundingMode;
import org.hokan.archive.contract.BillingTerms.Tax;

/**
 * What the provider sets for all bills.
 *
 * @param rounding of the tax on a statement, once for each rate
 * @param tax of corrections that belong to no contract
 * @param issuer who bills
 * @param keys sign seals
 */
public record BillingSettings(RoundingMode rounding, Tax tax, Issuer issuer, LedgerKeys keys) {
  /** The same, signing with another key. */
  BillingSettings with(NodeKey other) {
    return new BillingSettings(rounding, tax, issuer, LedgerKeys.of(other));
  }
}
