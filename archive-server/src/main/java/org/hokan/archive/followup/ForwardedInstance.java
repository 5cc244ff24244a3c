package org.hokan.archive.followup;

import java.time.Instant;
import java.util.Optional;

/**
 * An instance on its way to another AE.
 *
 * @param problem why the last attempt failed; empty: none did
 * @param endedAt when it was sent or given up
 */
public record ForwardedInstance(
    String sopInstanceUid,
    String destination,
    String ruleName,
    int ruleVersion,
    ForwardState state,
    int attempts,
    String problem,
    Instant askedAt,
    Optional<Instant> endedAt) {}
