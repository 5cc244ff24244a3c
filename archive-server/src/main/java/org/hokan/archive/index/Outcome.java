package org.hokan.archive.index;

import java.util.Optional;

/**
 * What became of one arrived instance.
 *
 * @param reason why it is in quarantine; present for {@link Kind#CONFLICT} and {@link
 *     Kind#QUARANTINED}
 * @param replaced where the object lay before; present for {@link Kind#REPLACED}
 */
public record Outcome(Kind kind, Optional<QuarantineReason> reason, Optional<StoredAt> replaced) {

  /** The six ways. */
  public enum Kind {
    /** It is in the index now. */
    ADDED,
    /** The index had it already: same UID, same digest. Nothing changed. */
    DUPLICATE,
    /** It is what the index had already, recompressed: the row points to it now. */
    REPLACED,
    /** It contradicts what the index has, and is in quarantine. */
    CONFLICT,
    /** It is in quarantine because it was to be, or because it cannot be filed. */
    QUARANTINED,
    /** It is an object of a study that was destroyed: its entry is dead. */
    DESTROYED
  }

  static final Outcome ADDED = new Outcome(Kind.ADDED, Optional.empty(), Optional.empty());
  static final Outcome DUPLICATE = new Outcome(Kind.DUPLICATE, Optional.empty(), Optional.empty());

  static final Outcome DESTROYED = new Outcome(Kind.DESTROYED, Optional.empty(), Optional.empty());

  static Outcome replaced(StoredAt before) {
    return new Outcome(Kind.REPLACED, Optional.empty(), Optional.of(before));
  }

  static Outcome quarantined(QuarantineReason reason) {
    return new Outcome(
        reason.isConflict() ? Kind.CONFLICT : Kind.QUARANTINED,
        Optional.of(reason),
        Optional.empty());
  }
}
