package org.hokan.archive.commitment;

/** A request beyond a limit; answered with 0213H, resource limitation (PS3.7 §C.5.24). */
public final class TooMuchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooMuchException(String message) {
    super(message);
  }
}
