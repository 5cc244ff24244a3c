package org.hokan.archive.index;

import java.time.Instant;

/**
 * An entry of a pack that somebody decided to drop.
 *
 * @param digest SHA-256 in lower-case hex
 * @param since when that was decided
 */
public record DeadObject(
    String facility,
    String sopInstanceUid,
    String digest,
    StoredAt at,
    DeadReason reason,
    Instant since) {}
