package org.hokan.archive.followup;

import java.time.Instant;
import java.util.Optional;

/**
 * What of a study goes to an AE.
 *
 * @param problem one of the reasons why something is not sent yet; empty: none
 * @param nextTry when what waits is tried next
 */
public record Forward(
    String facility,
    String studyInstanceUid,
    String destination,
    long waiting,
    long sent,
    long givenUp,
    int attempts,
    String problem,
    Instant askedAt,
    Optional<Instant> nextTry) {}
