package org.hokan.archive.retrieve;

/**
 * A receiver does not take an object in any transfer syntax that it could have; nothing was sent.
 */
final class NotTakenException extends DeliveryException {
  private static final long serialVersionUID = 1L;

  NotTakenException(String message) {
    super(message, null);
  }
}
