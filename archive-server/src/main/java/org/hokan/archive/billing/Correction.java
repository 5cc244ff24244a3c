package org.hokan.archive.billing;

import org.joda.money.Money;

/**
 * A correction that a person makes: a new record, negative when it gives money back.
 *
 * @param facility the facility's code
 * @param clause the contract that it is about, or {@link ContractClause#NONE}
 * @param amount what is added to the bill
 * @param reason why, for the reader of the bill; 1 to 1000 characters
 * @param reference what it corrects, such as the number of a record; at most 200 characters
 */
public record Correction(
    String facility, ContractClause clause, Money amount, String reason, String reference) {
  private static final int LONGEST_REASON = 1000;
  private static final int LONGEST_REFERENCE = 200;

  public Correction {
    if (amount.isZero()) {
      throw new IllegalArgumentException(
          "amount: zero (expected: what is to be added or given back)");
    }
    Ledger.requireAmount("amount", amount);
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "reason: %d characters (expected: 1 to %d, for the reader of the bill)"
              .formatted(reason.strip().length(), LONGEST_REASON));
    }
    if (reference.length() > LONGEST_REFERENCE) {
      throw new IllegalArgumentException(
          "reference: %d characters (expected: at most %d)"
              .formatted(reference.length(), LONGEST_REFERENCE));
    }
  }
}
