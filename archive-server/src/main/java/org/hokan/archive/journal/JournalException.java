package org.hokan.archive.journal;

import org.jspecify.annotations.Nullable;

/** The journal cannot be used as it is; the message says what to do. */
public final class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  JournalException(String message) {
    super(message);
  }

  JournalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
