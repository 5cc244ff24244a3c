package org.hokan.archive.contract;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What one side says about a contract.
 *
 * @param signedBy the person who says so, 1 to 128 characters
 * @param terms with DRAFT, PROPOSE and COUNTER: what is to hold
 * @param day with those: the first day of a change; with TERMINATE: the last day of the contract
 * @param note for people, at most 500 characters
 */
public record ContractMove(
    ContractAction action,
    Side side,
    String signedBy,
    Optional<ContractTerms> terms,
    Optional<LocalDate> day,
    String note) {
  private static final int LONGEST_NOTE = 500;

  public ContractMove {
    Limits.text("signedBy", signedBy, 128);
    if (note.length() > LONGEST_NOTE) {
      throw new IllegalArgumentException(
          "note: %d characters (expected: at most %d)".formatted(note.length(), LONGEST_NOTE));
    }
    if (terms.isPresent() && !writes(action)) {
      throw new IllegalArgumentException(
          "terms: given with %s (expected: with DRAFT, PROPOSE or COUNTER)".formatted(action));
    }
    if (day.isPresent() && !writes(action) && action != ContractAction.TERMINATE) {
      throw new IllegalArgumentException(
          "day: given with %s (expected: with terms or TERMINATE)".formatted(action));
    }
  }

  /** Without terms, day and note. */
  public static ContractMove of(ContractAction action, Side side, String signedBy) {
    return new ContractMove(action, side, signedBy, Optional.empty(), Optional.empty(), "");
  }

  /** With terms. */
  public static ContractMove of(
      ContractAction action, Side side, String signedBy, ContractTerms terms) {
    return new ContractMove(action, side, signedBy, Optional.of(terms), Optional.empty(), "");
  }

  /** The same with a day. */
  public ContractMove on(LocalDate value) {
    return new ContractMove(action, side, signedBy, terms, Optional.of(value), note);
  }

  private static boolean writes(ContractAction action) {
    return action == ContractAction.DRAFT
        || action == ContractAction.PROPOSE
        || action == ContractAction.COUNTER;
  }
}
