package org.hokan.archive.audit;

import java.time.Duration;

/**
 * How accesses are queued.
 *
 * @param queueCapacity most events that wait
 * @param batchSize most events in one transaction
 * @param patience how long a caller waits when the queue is full, before its event is counted as
 *     lost
 * @param retryPause pause after a batch that the database did not take
 * @param closeTimeout how long closing waits for the database
 */
public record AuditSettings(
    int queueCapacity,
    int batchSize,
    Duration patience,
    Duration retryPause,
    Duration closeTimeout) {

  public AuditSettings {
    if (queueCapacity < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "audit: queue %d, batch %d (expected: both >= 1)".formatted(queueCapacity, batchSize));
    }
  }

  public static AuditSettings defaults() {
    return new AuditSettings(
        10_000, 500, Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(10));
  }
}
