package org.hokan.archive.billing;

import java.math.RoundingMode;
import org.hokan.archive.contract.BillingTerms.Tax;

/**
 * What the tariff says where no contract does.
 *
 * @param rounding of the tax on a statement, once for each rate
 * @param tax of corrections that belong to no contract
 */
public record BillingSettings(RoundingMode rounding, Tax tax) {}
