package org.hokan.archive.compaction;

import java.time.Duration;

/**
 * How compaction works.
 *
 * @param bytesPerSecond most that is read in a second; as much is written
 * @param thresholdPercent a pack is written anew when so much of its objects' bytes is dead
 * @param grace how long bytes stay after it was decided to drop them
 */
public record CompactionSettings(long bytesPerSecond, int thresholdPercent, Duration grace) {
  public CompactionSettings {
    if (bytesPerSecond < 1
        || thresholdPercent < 0
        || thresholdPercent > 100
        || grace.isNegative()) {
      throw new IllegalArgumentException(
          "compaction: %d bytes a second, %d %%, grace %s (expected: >= 1, 0 to 100, not negative)"
              .formatted(bytesPerSecond, thresholdPercent, grace));
    }
  }
}
