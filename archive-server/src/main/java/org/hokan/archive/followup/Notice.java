package org.hokan.archive.followup;

import java.time.Instant;

/**
 * What a rule tells operators about a study.
 *
 * @param message the rule's text
 * @param quarantined whether it is about objects that the rule keeps aside
 * @param first arrival of the first object that it is about
 * @param last arrival of the latest one
 */
public record Notice(
    long id,
    String facility,
    String studyInstanceUid,
    String callingAe,
    String ruleName,
    int ruleVersion,
    String message,
    boolean quarantined,
    Instant first,
    Instant last) {}
