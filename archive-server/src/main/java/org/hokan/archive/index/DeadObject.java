package org.hokan.archive.index;

import java.time.Instant;

/**
 * An entry of a pack that somebody decided to drop.
 *
 * @param digest of what stands in the entry: SHA-256 in lower-case hex
 * @param originalUid the SOP Instance UID of the object as it came: the same, unless the entry
 *     holds what that became when it lost something, and got a UID of its own
 * @param original digest of the object as it came: the same, unless the entry holds something
 *     smaller that was made of it
 * @param since when that was decided
 */
public record DeadObject(
    String facility,
    String sopInstanceUid,
    String digest,
    String originalUid,
    String original,
    StoredAt at,
    DeadReason reason,
    Instant since) {

  /** An entry of what another one takes the place of. */
  public static DeadObject of(
      String facility, Predecessor before, StoredAt at, DeadReason reason, Instant since) {
    String uid = before.sopInstanceUid().value();
    return new DeadObject(facility, uid, before.digest(), uid, before.digest(), at, reason, since);
  }

  /** An entry of what was to take the place of an original. */
  public static DeadObject givenUp(ArrivedInstance successor, Predecessor before, Instant since) {
    return new DeadObject(
        successor.facility(),
        successor.sopInstanceUid().value(),
        successor.digest(),
        before.sopInstanceUid().value(),
        before.digest(),
        successor.at(),
        DeadReason.GIVEN_UP,
        since);
  }
}
