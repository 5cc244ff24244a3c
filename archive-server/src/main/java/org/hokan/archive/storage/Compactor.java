package org.hokan.archive.storage;

import java.util.Collection;
import java.util.List;

/**
 * Gives back the space of entries that somebody decided to drop: a sealed pack is written anew
 * without them, as its next generation, and removed once the index points to the new one. Which
 * entries are dead, and since when, is the caller's to know.
 *
 * <p>A crash at any instant leaves the old pack, the new one, or both; of two the later generation
 * counts ({@link PackStore#replay} visits only that one), and {@link #unfinished} tells of both. To
 * be used by one thread at a time.
 */
public interface Compactor {

  /**
   * Asks, before anything is written, whether the pack could be removed afterwards.
   *
   * @throws NotRemovableYet when a copy volume is away that has, or may have, its copy
   */
  void admitRemoval(PackStatus pack);

  /**
   * Seals a pack that is appended to, or would be; what comes for its shelf goes to another one. As
   * durable as the end of a full pack, and after what is being appended now.
   *
   * @return whether it is sealed; not while its copy is away or being levelled, nor a failed one
   */
  boolean seal(PackStatus pack);

  /**
   * Writes the pack anew, aside, without the dead entries. When it returns, the new pack is forced,
   * and each of its objects was read again and has its digest.
   *
   * @param dead those to leave out; one that is not exactly there is kept
   * @param throttle is asked before bytes are read
   * @throws DamagedPack when an object that is to be kept is damaged: then nothing is changed
   * @throws SpaceExhausted when the volume has no room for the new pack
   * @throws StorageException when the pack is not sealed, when nothing would be left of it, or when
   *     the disk fails; then nothing is changed
   */
  Rewritten rewrite(PackStatus pack, Collection<DeadEntry> dead, Throttle throttle);

  /** A new pack that counts from when it is put at its place, and is gone when it is not. */
  interface Rewritten extends AutoCloseable {
    /** What it replaces, and where. */
    Replacement replacement();

    /**
     * Puts the new pack at its place; durable. The old one can still be read, by {@link
     * PackStore#open} too.
     *
     * @throws StorageException when the disk fails; then nothing is changed
     */
    void place();

    /** Removes what was not put at its place. */
    @Override
    void close();
  }

  /** Packs that stand beside what replaces them. */
  List<Replacement> unfinished();

  /** Tells of each object of the new pack where it was in the old one, in their order. */
  void moves(Replacement replacement, MoveVisitor visitor);

  /**
   * Removes the old pack of a replacement, after the new one's objects were proven by their
   * digests. Whoever reads from it goes on reading.
   *
   * @throws DamagedPack when the new one is damaged: then the old one stays
   * @throws NotRemovableYet when the new one has no copy yet, or a copy volume is away
   */
  default void removeReplaced(Replacement replacement, Throttle throttle) {
    removeReplaced(replacement, throttle, (dropped, removal) -> removal.run());
  }

  /**
   * The same.
   *
   * @param last is asked when nothing else is left to be done
   */
  void removeReplaced(Replacement replacement, Throttle throttle, Last last);

  /** Removes for good, or throws. */
  @FunctionalInterface
  interface Last {
    /**
     * Runs the removal at once, or not at all.
     *
     * @param dropped what is in the old pack only
     */
    void remove(List<StoredObject> dropped, Runnable removal);
  }

  /**
   * Removes a sealed pack, or the file of a large object, of which every entry is dead.
   *
   * @return false when an entry in it is not among the dead: then it stays
   * @throws NotRemovableYet when a copy volume is away
   */
  boolean removeDead(PackStatus pack, Collection<DeadEntry> dead);

  /**
   * Asks whether all of a pack has its second copy, where its shelf is to have one; before what it
   * replaces is removed.
   *
   * @throws NotRemovableYet when it has not
   */
  void requireCopy(String volume, String pack);

  /** Takes what {@link #moves} finds. */
  @FunctionalInterface
  interface MoveVisitor {
    /**
     * One object.
     *
     * @param object as it is in the new pack
     * @param oldOffset where it began in the old one
     */
    void moved(StoredObject object, long oldOffset);
  }
}
