package org.hokan.dicom.image.recompress;

import org.jspecify.annotations.Nullable;

/**
 * An object cannot be recompressed, or not be given back: subject, what came, what was expected.
 * Its message has no patient data.
 */
public final class RecompressionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecompressionException(String message) {
    super(message);
  }

  RecompressionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
