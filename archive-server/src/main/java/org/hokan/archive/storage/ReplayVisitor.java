package org.hokan.archive.storage;

/** Takes what {@link PackStore#replay} finds. */
@FunctionalInterface
public interface ReplayVisitor {
  /** One object; called in order of sequence. */
  void object(StoredObject object);

  /**
   * A pack has bytes that are no entry, before its end. The default stops the replay; a visitor
   * that returns gets the objects behind the damage.
   */
  default void damaged(DamagedPack damage) {
    throw damage;
  }
}
