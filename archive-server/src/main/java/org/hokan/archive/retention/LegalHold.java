package org.hokan.archive.retention;

import java.time.Instant;
import java.util.Optional;

/**
 * Keeps a study, or all of a patient, whatever contracts and rules say. May hold a patient ID: not
 * for a log.
 *
 * @param key the Study Instance UID, or the Patient ID
 * @param released how it ended; empty: it holds
 */
public record LegalHold(
    long id,
    String facility,
    HoldKind kind,
    String key,
    String reason,
    String placedBy,
    Instant placedAt,
    Optional<Release> released) {

  /** Why, by whom and when it ended. */
  public record Release(String reason, String by, Instant at) {}
}
