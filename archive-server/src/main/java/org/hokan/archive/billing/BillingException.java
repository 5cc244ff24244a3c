package org.hokan.archive.billing;

/**
 * A request that the ledger refuses, with a message for the person who made it. Nothing has
 * changed.
 */
public final class BillingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BillingException(String message) {
    super(message);
  }
}
