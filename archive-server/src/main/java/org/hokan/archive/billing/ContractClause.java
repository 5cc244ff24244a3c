package org.hokan.archive.billing;

import java.time.LocalDate;
import org.hokan.archive.contract.Contract;

/**
 * The contract clause that explains a record.
 *
 * @param contract the contract's id; empty where no contract applies
 * @param version the contract's version; 0 where no contract applies
 */
public record ContractClause(String contract, int version) {
  /** No contract applies. */
  public static final ContractClause NONE = new ContractClause("", 0);

  /** What was agreed for a day, or for the nearest day of the contract's term. */
  public static ContractClause on(Contract contract, LocalDate day) {
    return contract
        .versionOn(day)
        .map(version -> new ContractClause(contract.id(), version))
        .orElse(NONE);
  }
}
