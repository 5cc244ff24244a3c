package org.hokan.archive.index;

import java.time.Instant;

/**
 * Why and by whom a study is destroyed.
 *
 * @param reason which clause let it end, without patient data
 * @param approvedBy all who approved, separated by commas
 * @param destroyedBy who let the deletion run
 * @param deletion number of the list that was approved
 */
public record DestructionOrder(
    Instant at,
    String reason,
    String proposedBy,
    String approvedBy,
    String destroyedBy,
    long deletion) {}
