package org.hokan.archive.billing;

/**
 * The contract clause that explains a record.
 *
 * @param contract the contract's id; empty where no contract applies
 * @param version the contract's version; 0 where no contract applies
 */
public record ContractClause(String contract, int version) {
  /** No contract applies. */
  public static final ContractClause NONE = new ContractClause("", 0);
}
