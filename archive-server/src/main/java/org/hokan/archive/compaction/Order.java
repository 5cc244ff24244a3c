package org.hokan.archive.compaction;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a run is to do.
 *
 * @param actor who asked for it
 * @param thresholdPercent a pack is written anew when so much of it is dead
 * @param grace how long bytes stay after it was decided to drop them
 * @param troubled packs of which something could not be given back, and when that was tried
 * @param sealing whether packs that are appended to still are sealed where something in them goes
 */
record Order(
    String actor,
    int thresholdPercent,
    Duration grace,
    Map<String, Instant> troubled,
    boolean sealing) {
  /** What could not be given back is not read again sooner, unless somebody asks for it. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  boolean isPassedOver(String pack, Instant now) {
    Instant tried = troubled.get(pack);
    return !sealing && tried != null && tried.plus(PATIENCE).isAfter(now);
  }
}
