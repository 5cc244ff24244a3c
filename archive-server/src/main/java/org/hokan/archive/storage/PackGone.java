package org.hokan.archive.storage;

import org.jspecify.annotations.Nullable;

/**
 * A pack is not there. When compaction has removed it, the index knows by now where its objects
 * are: look again.
 */
public final class PackGone extends StorageException {
  private static final long serialVersionUID = 1L;

  PackGone(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
