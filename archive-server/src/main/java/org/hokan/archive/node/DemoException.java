package org.hokan.archive.node;

/** A step of the demo did not hold. */
final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }
}
