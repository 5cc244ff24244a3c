package org.hokan.archive.storage;

import org.jspecify.annotations.Nullable;

/** Another process has the volume open. */
public final class VolumeInUse extends StorageException {
  private static final long serialVersionUID = 1L;

  public VolumeInUse(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public VolumeInUse(String message) {
    this(message, null);
  }
}
