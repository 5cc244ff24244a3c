package org.hokan.archive.trial;

import java.time.Instant;
import org.hokan.archive.contract.StorageDecision.Cause;

/**
 * An instance that was not taken, as it is noted for a limited time; how often it came is not.
 *
 * @param studyInstanceUid empty: it has none that is valid
 * @param arrived when it came last
 * @param bytes of the object
 * @param ruleName the rule that refused it; empty: none did
 */
public record RefusedArrival(
    String facility,
    String sopInstanceUid,
    String studyInstanceUid,
    String callingAe,
    String calledAe,
    String peer,
    Instant arrived,
    long bytes,
    Cause cause,
    String ruleName,
    int ruleVersion) {}
