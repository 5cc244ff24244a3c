package org.hokan.archive.job;

import java.time.Instant;

/**
 * A piece of work.
 *
 * @param id its number; 0 before it is asked for
 * @param kind which handler does it
 * @param subject what it is about; one job for each kind and subject
 * @param askedAt when it was last asked for
 * @param dueAt when it is tried next
 * @param giveUpAt it is not tried after that
 * @param attempts how often it was tried in vain
 * @param dead whether it was given up
 * @param problem why the last attempt failed; empty before the first
 */
public record Job(
    long id,
    String kind,
    String subject,
    Instant askedAt,
    Instant dueAt,
    Instant giveUpAt,
    int attempts,
    boolean dead,
    String problem) {}
