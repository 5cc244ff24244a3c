package org.hokan.archive.audit;

/**
 * How the queue of accesses does.
 *
 * @param waiting events that are not written yet
 * @param lost events that could not be kept since the node started; each loss is told in the trail
 *     and in the log
 */
public record AuditStatus(long waiting, long lost) {}
