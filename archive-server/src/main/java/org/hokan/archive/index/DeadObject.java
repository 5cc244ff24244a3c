package org.hokan.archive.index;

import java.time.Instant;

/**
 * An entry of a pack that somebody decided to drop.
 *
 * @param digest of what stands in the entry: SHA-256 in lower-case hex
 * @param original of the object as it came: the same, unless the entry holds a smaller form of it
 * @param since when that was decided
 */
public record DeadObject(
    String facility,
    String sopInstanceUid,
    String digest,
    String original,
    StoredAt at,
    DeadReason reason,
    Instant since) {

  /** An entry of what another one takes the place of. */
  public static DeadObject of(
      String facility, Predecessor before, StoredAt at, DeadReason reason, Instant since) {
    String uid = before.sopInstanceUid().value();
    return new DeadObject(facility, uid, before.digest(), before.digest(), at, reason, since);
  }
}
