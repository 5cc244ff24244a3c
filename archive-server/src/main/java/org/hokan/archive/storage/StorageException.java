package org.hokan.archive.storage;

import org.jspecify.annotations.Nullable;

/** The store cannot do what was asked; the message names volume, pack and offset. */
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public StorageException(String message) {
    this(message, null);
  }
}
