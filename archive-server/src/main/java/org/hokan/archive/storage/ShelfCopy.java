package org.hokan.archive.storage;

import java.util.List;
import java.util.Optional;

/** What the writer of a shelf asks for the second copies of its packs. */
interface ShelfCopy {

  /** For shelves that have no second copies. */
  ShelfCopy NONE = new ShelfCopy() {};

  /**
   * Begins the copy of a pack that is about to be begun.
   *
   * @throws CopyUnavailable when nothing is to be stored, for the copy cannot be written
   */
  default Second create(PackRef first) {
    return Second.NONE;
  }

  /** Opens the copy of a closed pack; empty when the pack is to stay closed. */
  default Optional<Second> reopen(ShelfWriter.Resumable closed) {
    return Optional.of(Second.NONE);
  }

  /** Whether the pack is to be closed, and another begun with a copy beside it. */
  default boolean isToEnd(OpenPack open) {
    return false;
  }

  /** A batch was appended and told of. */
  default void appended(OpenPack open, List<StoredObject> stored) {}
}
