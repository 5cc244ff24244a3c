package org.hokan.archive.retrieve;

/** An object cannot be given in another transfer syntax; why. */
final class UntranscodableException extends DeliveryException {
  private static final long serialVersionUID = 1L;

  UntranscodableException(String message, Throwable cause) {
    super(message, cause);
  }
}
