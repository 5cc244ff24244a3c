package org.hokan.archive.storage;

/** What happens to the second copy of an open pack while the pack is written. */
interface Second {

  /** For packs without a second copy. */
  Second NONE = new Second() {};

  /**
   * The batch is forced on the first volume, and not yet told of.
   *
   * @throws CopyUnavailable when it is not to be told of, for its copy cannot be written
   */
  default void append(EntryBatch batch) {}

  /** Whether the copy needs nothing to be as long as the first. */
  default boolean isLevel() {
    return true;
  }

  /** Whether zeros should be written ahead in the copy, too. */
  default boolean wantsWriteAhead() {
    return false;
  }

  /** Writes zeros ahead. */
  default void writeAhead() {}

  /** Nothing is appended for now. */
  default void rest() {}

  /** The first was ended in this state. */
  default void ended(PackStatus.State state) {}
}
