package org.hokan.archive.billing;

/**
 * A service that an operator bills by hand, at the price that the contract names.
 *
 * @param facility the facility's code
 * @param service its name in the contract
 * @param quantity how many; 1 to 1000000
 * @param object what it was done to, such as a Study Instance UID; empty: the facility
 * @param reference the order's own number, billed once however often it is told; 1 to 180
 *     characters on one line
 */
public record ServiceOrder(
    String facility, String service, long quantity, String object, String reference) {
  private static final int MOST = 1_000_000;
  private static final int LONGEST_REFERENCE = 180;
  private static final int LONGEST_OBJECT = 256;

  public ServiceOrder {
    if (quantity < 1 || quantity > MOST) {
      throw new IllegalArgumentException(
          "quantity: %d (expected: 1 to %d)".formatted(quantity, MOST));
    }
    if (!object.isEmpty()) {
      Ledger.requireLine("object", object, LONGEST_OBJECT, "what it was done to");
    }
    Ledger.requireLine(
        "reference", reference, LONGEST_REFERENCE, "the order's own; it is billed once");
  }
}
