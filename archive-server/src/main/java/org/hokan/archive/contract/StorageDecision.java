package org.hokan.archive.contract;

import java.time.Period;
import java.util.Arrays;
import java.util.Optional;

/** What becomes of one arriving object, and which contract and rule say so. Immutable. */
public sealed interface StorageDecision {
  /** The contract and rule behind it. */
  DecidedBy by();

  /** Why an object is not simply kept. */
  enum Cause {
    /** No contract of the facility is in force. */
    NO_CONTRACT("No storage contract in force"),
    /** It is none of the data that the contract is about. */
    NOT_SELECTED("Not selected by the contract"),
    /** The contract's capacity would be exceeded. */
    CAPACITY("Contract capacity exceeded"),
    /** A storage rule says so. */
    RULE("Kept aside by rule ");

    private final String text;

    Cause(String text) {
      this.text = text;
    }

    /** How the text of what is kept aside for it begins. */
    String text() {
      return text;
    }

    /** The cause that such a text tells; empty: none. */
    public static Optional<Cause> toldBy(String text) {
      return Arrays.stream(values()).filter(cause -> text.startsWith(cause.text)).findFirst();
    }
  }

  /**
   * It is kept.
   *
   * @param retention how long it is kept; empty: without end
   * @param compression how it is to be compressed; empty: as it came
   */
  record Accept(
      DecidedBy by,
      StorageClass storageClass,
      Optional<Period> retention,
      Optional<CompressionOrder> compression)
      implements StorageDecision {}

  /**
   * It is not taken.
   *
   * @param status what the sender is told, where a rule says that; empty: not authorized
   * @param text for the peer and the log: at most 64 characters (VR LO), no patient data
   */
  record Refuse(DecidedBy by, Cause cause, Optional<RefusalStatus> status, String text)
      implements StorageDecision {}

  /**
   * It is taken but kept aside until an operator decides.
   *
   * @param text for the operator: at most 64 characters, no patient data
   */
  record Quarantine(DecidedBy by, Cause cause, String text) implements StorageDecision {}
}
