package org.hokan.archive.storage;

import org.jspecify.annotations.Nullable;

/**
 * The second copy that is to be there before Success cannot be written. Nothing was kept; a C-STORE
 * is answered A700H.
 */
public final class CopyUnavailable extends StorageException {
  private static final long serialVersionUID = 1L;

  public CopyUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public CopyUnavailable(String message) {
    this(message, null);
  }
}
