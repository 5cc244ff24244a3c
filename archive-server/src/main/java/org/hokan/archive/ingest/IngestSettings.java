package org.hokan.archive.ingest;

import java.time.Duration;

/**
 * How the flow works.
 *
 * @param queueSize most objects that are durable but not indexed; beyond it senders wait
 * @param batchSize most objects in one index transaction
 * @param indexDelay how long a durable object waits for others before it is indexed, unless
 *     somebody asks
 * @param indexPatience how long a query waits for what was acknowledged before it
 */
public record IngestSettings(
    int queueSize, int batchSize, Duration indexDelay, Duration indexPatience) {
  public IngestSettings {
    if (queueSize < 1 || batchSize < 1 || indexDelay.isNegative() || indexPatience.isNegative()) {
      throw new IllegalArgumentException(
          "ingest: queue %d, batch %d, delay %s, patience %s (expected: >= 1, >= 1, not negative)"
              .formatted(queueSize, batchSize, indexDelay, indexPatience));
    }
  }

  public static IngestSettings defaults() {
    return new IngestSettings(2000, 500, Duration.ofMillis(500), Duration.ofSeconds(30));
  }
}
