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
        values.get(StorageKeys.VOLUMES),
        values.get(StorageKeys.PACK_SIZE),
        values.get(StorageKeys.LARGE_OBJECT_SIZE),
        values.get(StorageKeys.WRITE_AHEAD_MIN),
        values.get(StorageKeys.WRITE_AHEAD_MAX),
        values.get(StorageKeys.MEMORY_BUDGET),
        values.get(StorageKeys.MINIMUM_FREE_SPACE),
        values.get(StorageKeys.IDLE_CLOSE),
        values.get(StorageKeys.WRITERS),
        new Copies(
            values.get(StorageKeys.COPY_VOLUMES),
            values.get(StorageKeys.COPIES),
            values.get(StorageKeys.COPY_UNAVAILABLE),
            values.get(StorageKeys.COPY_SAME_DISK)),
        values.get(StorageKeys.SCRUB_PERIOD),
        values.get(StorageKeys.SCRUB_RATE),
        CompactionConfiguration.of(values));
  }
}
