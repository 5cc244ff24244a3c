package org.hokan.archive.commitment;

import java.time.Instant;
import java.util.Optional;

/**
 * A request for storage commitment.
 *
 * @param id its number
 * @param aeTitle who asked
 * @param instances how many it names
 * @param failed how many of them are not committed; 0 before it is checked
 * @param endedAt when it was reported or given up
 * @param attempts how often the report was tried in vain
 * @param nextAttempt when it is tried again
 * @param problem why the last attempt failed; may be empty
 */
public record Commitment(
    long id,
    String facility,
    String aeTitle,
    String transactionUid,
    CommitmentState state,
    Instant requestedAt,
    Optional<Instant> checkedAt,
    Optional<Instant> endedAt,
    int instances,
    int failed,
    int attempts,
    Optional<Instant> nextAttempt,
    String problem) {}
