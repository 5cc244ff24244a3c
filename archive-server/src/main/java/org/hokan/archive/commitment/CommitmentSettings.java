package org.hokan.archive.commitment;

import java.time.Duration;

/**
 * Limits and times of storage commitment.
 *
 * @param aeTitle the node's own
 * @param maxInstances most instances of one request
 * @param maxRequests most requests of one AE that are not reported yet
 * @param sameAssociation how long the asker's association is watched before it is used for the
 *     report: many a peer releases it right after the response
 * @param giveUpAfter how long a report is tried
 * @param keep how long results stay after their end
 * @param endsExam whether the list ends the examinations of its instances
 */
public record CommitmentSettings(
    String aeTitle,
    int maxInstances,
    int maxRequests,
    Duration sameAssociation,
    Duration giveUpAfter,
    Duration keep,
    boolean endsExam) {}
