package org.hokan.archive.retrieve;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One object did not reach the destination; why. */
class DeliveryException extends IOException {
  private static final long serialVersionUID = 1L;

  DeliveryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
