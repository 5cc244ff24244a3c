package org.hokan.archive.storage;

import org.jspecify.annotations.Nullable;

/** The volume cannot be written. */
public final class VolumeReadOnly extends StorageException {
  private static final long serialVersionUID = 1L;

  public VolumeReadOnly(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public VolumeReadOnly(String message) {
    this(message, null);
  }
}
