package org.hokan.archive.storage;

import org.jspecify.annotations.Nullable;

/** A pack is not there. */
public final class PackGone extends StorageException {
  private static final long serialVersionUID = 1L;

  PackGone(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
