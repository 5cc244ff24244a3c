package org.hokan.archive.index;

import java.util.Optional;

/**
 * What became of one arrived instance.
 *
 * @param reason why it is in quarantine; present for {@link Kind#CONFLICT} and {@link
 *     Kind#QUARANTINED}
 */
public record Outcome(Kind kind, Optional<QuarantineReason> reason) {

  /** The four ways. */
  public enum Kind {
    /** It is in the index now. */
    ADDED,
    /** The index had it already: same UID, same digest. Nothing changed. */
    DUPLICATE,
    /** It contradicts what the index has, and is in quarantine. */
    CONFLICT,
    /** It is in quarantine because it was to be, or because it cannot be filed. */
    QUARANTINED
  }

  static final Outcome ADDED = new Outcome(Kind.ADDED, Optional.empty());
  static final Outcome DUPLICATE = new Outcome(Kind.DUPLICATE, Optional.empty());

  static Outcome quarantined(QuarantineReason reason) {
    return new Outcome(reason.isConflict() ? Kind.CONFLICT : Kind.QUARANTINED, Optional.of(reason));
  }
}
