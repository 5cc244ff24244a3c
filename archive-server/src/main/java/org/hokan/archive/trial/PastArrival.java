package org.hokan.archive.trial;

import java.time.Instant;
import java.util.Optional;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.contract.StorageRule;

/**
 * An instance that came in the past, and what was done with it.
 *
 * @param cause why it was not kept; of what is kept {@link Cause#RULE}
 * @param rule the version of the sender's rule that decided; empty: none, or it is known no more
 * @param compression as the rule said and the contract allowed; empty: as it came
 * @param was what was done with it, if it is kept or a rule decided
 */
record PastArrival(
    Became became,
    Cause cause,
    String ae,
    String sopInstanceUid,
    String sopClass,
    long bytes,
    Instant arrived,
    Optional<StorageRule> rule,
    Actions was) {
  /** What became of it. */
  enum Became {
    KEPT,
    ASIDE,
    REFUSED
  }

  boolean isKept() {
    return became == Became.KEPT;
  }

  String ruleName() {
    return rule.map(StorageRule::name).orElse("");
  }
}
