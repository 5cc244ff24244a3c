package org.hokan.archive.billing;

import org.joda.money.Money;

/**
 * A correction that a person makes: a new record, negative when it gives money back.
 *
 * @param facility the facility's code
 * @param clause the contract that it is about, or {@link ContractClause#NONE}
 * @param amount what is added to the bill
 * @param reason why, for the reader of the bill; 1 to 1000 characters on one line
 * @param reference what it corrects: a statement's number, a line as NUMBER/LINE, a record's
 *     number, or free words; 1 to 200 characters on one line
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
    Ledger.requireLine("reason", reason, LONGEST_REASON, "for the reader of the bill");
    Ledger.requireLine(
        "reference",
        reference,
        LONGEST_REFERENCE,
        "what it corrects: a statement, NUMBER/LINE, a record's number, or other words");
  }
}
