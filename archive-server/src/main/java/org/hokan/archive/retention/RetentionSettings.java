package org.hokan.archive.retention;

/**
 * How deletion works.
 *
 * @param approvals how many different persons must approve a list
 * @param monthly whether the node proposes a list for each facility at the begin of a month
 */
public record RetentionSettings(int approvals, boolean monthly) {
  public RetentionSettings {
    if (approvals < 1) {
      throw new IllegalArgumentException(
          "retention.approvals: %d (expected: 1 or more)".formatted(approvals));
    }
  }
}
