package org.hokan.archive.storage;

import org.jspecify.annotations.Nullable;

/**
 * No volume has more free space than its reserve. Nothing was taken; a C-STORE is answered A700H.
 */
public final class SpaceExhausted extends StorageException {
  private static final long serialVersionUID = 1L;

  public SpaceExhausted(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public SpaceExhausted(String message) {
    this(message, null);
  }
}
