package org.hokan.archive.retrieve;

import java.time.Duration;

/**
 * How retrievals work.
 *
 * @param aeTitle our own, as which destinations are called
 * @param maxInstances most instances of one C-MOVE or C-GET
 * @param keepAssociation how long an association to a destination waits for the next objects to it;
 *     zero: it is released at once
 */
public record RetrieveSettings(String aeTitle, int maxInstances, Duration keepAssociation) {
  public RetrieveSettings {
    if (maxInstances < 1) {
      throw new IllegalArgumentException(
          "retrieve: %d instances (expected: >= 1)".formatted(maxInstances));
    }
  }
}
