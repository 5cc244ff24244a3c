package org.hokan.archive.compaction;

import java.time.Duration;

/**
 * What a run is to do.
 *
 * @param actor who asked for it
 * @param thresholdPercent a pack is written anew when so much of it is dead
 * @param grace how long bytes stay after it was decided to drop them
 * @param sealing whether packs that are appended to still are sealed where something in them goes
 */
record Order(String actor, int thresholdPercent, Duration grace, boolean sealing) {}
