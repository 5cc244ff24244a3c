package org.hokan.archive.billing;

import java.time.Instant;

/**
 * Something that was done for a facility, to be recorded by {@link UsageLedger#recordService} in
 * the transaction that says it was done.
 *
 * @param facility the facility's code
 * @param type what was done, a service; the contract's service of this kind prices it
 * @param object what it was done to: a Study Instance UID, a Patient ID or the facility's code; 1
 *     to 256 characters
 * @param quantity how often, or how many pieces; at least 1
 * @param fact names what was done, once in all time for the facility and type, so that it is
 *     recorded once however often it is told; 1 to 200 characters, no patient data
 * @param at when it was done
 * @param counted whether it is recorded also where the contract names no price, at nothing
 */
public record ServiceUse(
    String facility,
    RecordType type,
    String object,
    long quantity,
    String fact,
    Instant at,
    boolean counted) {
  private static final int LONGEST_OBJECT = 256;
  private static final int LONGEST_FACT = 200;

  public ServiceUse {
    Ledger.requireLength("object", object, LONGEST_OBJECT);
    Ledger.requireLength("fact", fact, LONGEST_FACT);
    if (quantity < 1 || quantity > Ledger.MOST) {
      throw new IllegalArgumentException(
          "quantity: %d (expected: 1 to %d)".formatted(quantity, Ledger.MOST));
    }
  }

  /** What is recorded where the contract names a price for it, and otherwise not. */
  public static ServiceUse charged(
      String facility, RecordType type, String object, String fact, Instant at) {
    return new ServiceUse(facility, type, object, 1, fact, at, false);
  }
}
