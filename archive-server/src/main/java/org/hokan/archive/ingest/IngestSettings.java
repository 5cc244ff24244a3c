package org.hokan.archive.ingest;

import java.time.Duration;

/**
 * How the flow works.
 *
 * @param queueSize most objects that are durable but not indexed; beyond it senders wait
 * @param batchSize most objects in one index transaction
 * @param indexPatience how long a query waits for what was acknowledged before it
 */
public record IngestSettings(int queueSize, int batchSize, Duration indexPatience) {
  public IngestSettings {
    if (queueSize < 1 || batchSize < 1 || indexPatience.isNegative()) {
      throw new IllegalArgumentException(
          "ingest: queue %d, batch %d, patience %s (expected: >= 1, >= 1, not negative)"
              .formatted(queueSize, batchSize, indexPatience));
    }
  }

  public static IngestSettings defaults() {
    return new IngestSettings(2000, 250, Duration.ofSeconds(30));
  }
}
