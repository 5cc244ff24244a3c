package org.hokan.archive.index;

/**
 * What was decided when an object arrived, and which version of which contract and rule decided it.
 * A text is empty and a version 0 where there is none.
 *
 * @param storageClass how well it is kept
 * @param retention how long it is kept, as the rule says it
 * @param compression how it is to be compressed, as the rule says it
 */
public record Decided(
    String storageClass,
    String contractId,
    int contractVersion,
    String ruleName,
    int ruleVersion,
    String retention,
    String compression) {}
