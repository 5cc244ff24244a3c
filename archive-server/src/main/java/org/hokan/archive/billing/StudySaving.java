package org.hokan.archive.billing;

import java.time.Instant;

/**
 * What compression has saved of one study.
 *
 * @param savedBytes by how much less is stored than came; not negative
 * @param at when that was so
 */
public record StudySaving(String facility, String studyInstanceUid, long savedBytes, Instant at) {
  public StudySaving {
    if (savedBytes < 0 || savedBytes > Ledger.MOST) {
      throw new IllegalArgumentException(
          "saved: %d bytes (expected: 0 to %d)".formatted(savedBytes, Ledger.MOST));
    }
  }
}
