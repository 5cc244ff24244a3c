package org.hokan.archive.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Section {@code storage}. Sizes are bytes.
 *
 * @param volumes empty: the folder {@code volume} in the data directory
 */
public record StorageConfiguration(
    List<Path> volumes,
    long packSize,
    long largeObjectSize,
    long writeAheadMin,
    long writeAheadMax,
    long memoryBudget,
    long minimumFreeSpace,
    Duration idleClose,
    int writers,
    Copies copies,
    Duration scrubPeriod,
    long scrubRate,
    CompactionConfiguration compaction) {

  /**
   * Second copies.
   *
   * @param volumes empty: none
   * @param when {@code before-success} or {@code soon-after}
   * @param unavailable {@code refuse} or {@code owe}
   * @param sameDisk {@code refuse} or {@code allow}
   */
  public record Copies(List<Path> volumes, String when, String unavailable, String sameDisk) {}

  static StorageConfiguration of(Values values) {
    return new StorageConfiguration(
        values.get(Keys.STORAGE_VOLUMES),
        values.get(Keys.STORAGE_PACK_SIZE),
        values.get(Keys.STORAGE_LARGE_OBJECT_SIZE),
        values.get(Keys.STORAGE_WRITE_AHEAD_MIN),
        values.get(Keys.STORAGE_WRITE_AHEAD_MAX),
        values.get(Keys.STORAGE_MEMORY_BUDGET),
        values.get(Keys.STORAGE_MINIMUM_FREE_SPACE),
        values.get(Keys.STORAGE_IDLE_CLOSE),
        values.get(Keys.STORAGE_WRITERS),
        new Copies(
            values.get(Keys.STORAGE_COPY_VOLUMES),
            values.get(Keys.STORAGE_COPIES),
            values.get(Keys.STORAGE_COPY_UNAVAILABLE),
            values.get(Keys.STORAGE_COPY_SAME_DISK)),
        values.get(Keys.STORAGE_SCRUB_PERIOD),
        values.get(Keys.STORAGE_SCRUB_RATE),
        CompactionConfiguration.of(values));
  }
}
