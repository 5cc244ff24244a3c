package org.hokan.archive.storage;

import org.jspecify.annotations.Nullable;

/**
 * A volume that was known is not there: its marker file is missing or is another volume's. Nothing
 * is written.
 */
public final class VolumeMissing extends StorageException {
  private static final long serialVersionUID = 1L;

  public VolumeMissing(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public VolumeMissing(String message) {
    this(message, null);
  }
}
