package org.hokan.archive.index;

import java.util.Optional;

/**
 * What became of one arrived instance.
 *
 * @param reason why it is in quarantine; present for {@link Kind#CONFLICT} and {@link
 *     Kind#QUARANTINED}
 * @param replaced where the object lay before; present for {@link Kind#REPLACED}
 * @param begins whether it begins a study of a facility of which something was destroyed before
 */
public record Outcome(
    Kind kind, Optional<QuarantineReason> reason, Optional<StoredAt> replaced, boolean begins) {

  /** The eight ways. */
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
    DESTROYED,
    /** An operator removed it from quarantine after it had come: its entry is dead. */
    REMOVED,
    /** The place that it was to take stays the original's, or another's: its entry is dead. */
    GIVEN_UP
  }

  static final Outcome ADDED = of(Kind.ADDED);
  static final Outcome BEGUN = new Outcome(Kind.ADDED, Optional.empty(), Optional.empty(), true);
  static final Outcome DUPLICATE = of(Kind.DUPLICATE);
  static final Outcome DESTROYED = of(Kind.DESTROYED);
  static final Outcome REMOVED = of(Kind.REMOVED);
  static final Outcome GIVEN_UP = of(Kind.GIVEN_UP);

  private static Outcome of(Kind kind) {
    return new Outcome(kind, Optional.empty(), Optional.empty(), false);
  }

  static Outcome replaced(StoredAt before) {
    return new Outcome(Kind.REPLACED, Optional.empty(), Optional.of(before), false);
  }

  static Outcome quarantined(QuarantineReason reason) {
    return new Outcome(
        reason.isConflict() ? Kind.CONFLICT : Kind.QUARANTINED,
        Optional.of(reason),
        Optional.empty(),
        false);
  }
}
