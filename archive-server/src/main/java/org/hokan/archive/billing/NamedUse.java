package org.hokan.archive.billing;

import java.time.Instant;

/**
 * A service that a storage rule charges for an examination, by its name in the contract: once for
 * each examination, however many of its images, rules and versions of rules say so.
 *
 * @param facility the facility's code
 * @param service its name in the contract
 * @param studyInstanceUid Study Instance UID (0020,000D)
 * @param at when the first image came that it is charged for
 */
public record NamedUse(String facility, String service, String studyInstanceUid, Instant at) {
  /** The facts of all of them, as a pattern of SQL. */
  static final String FACTS = "rule % of study %";

  /** Whether a charge was made for a rule. */
  static boolean isRecordedAs(BillingEntry.Item item) {
    return item.fact().startsWith("rule ") && item.fact().endsWith(" of study " + item.object());
  }

  /** Names what is charged, once in all time. */
  String fact() {
    return "rule %s of study %s".formatted(service, studyInstanceUid);
  }
}
