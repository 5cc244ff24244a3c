package org.hokan.archive.config;

import java.time.Duration;

/**
 * How the space of dead entries is given back.
 *
 * @param rate bytes a second
 * @param thresholdPercent share of a pack that is dead
 * @param grace between the decision to drop bytes and their end
 */
public record CompactionConfiguration(long rate, int thresholdPercent, Duration grace) {
  static CompactionConfiguration of(Values values) {
    return new CompactionConfiguration(
        values.get(StorageKeys.COMPACTION_RATE),
        values.get(StorageKeys.COMPACTION_THRESHOLD),
        values.get(StorageKeys.COMPACTION_GRACE));
  }
}
