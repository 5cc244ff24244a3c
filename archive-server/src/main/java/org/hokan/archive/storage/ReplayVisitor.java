package org.hokan.archive.storage;

import java.util.Set;

/** Takes what {@link PackStore#replay} finds. */
@FunctionalInterface
public interface ReplayVisitor {
  /** One object; called in order of sequence. */
  void object(StoredObject object);

  /**
   * A pack has bytes that are no entry, before its end, or that cannot be read, and no copy has the
   * entry whole. The default stops the replay; a visitor that returns gets the objects behind the
   * damage.
   */
  default void damaged(DamagedPack damage) {
    throw damage;
  }

  /**
   * A pack ends before the mark that is known for it: it was cut, or put back from an older copy.
   * The default stops the replay.
   */
  default void shorter(String pack, long mark, long end) {
    throw new StorageException(
        "%s: ends at %d (expected: %d at least, as it was indexed)".formatted(pack, end, mark));
  }

  /** Packs that marks were given for are on no volume. The default does nothing about it. */
  default void gone(Set<String> packs) {}
}
