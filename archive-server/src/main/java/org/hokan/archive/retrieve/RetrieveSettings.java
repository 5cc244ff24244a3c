package org.hokan.archive.retrieve;

/**
 * How retrievals work.
 *
 * @param aeTitle our own, as which destinations are called
 * @param maxInstances most instances of one C-MOVE or C-GET
 */
public record RetrieveSettings(String aeTitle, int maxInstances) {
  public RetrieveSettings {
    if (maxInstances < 1) {
      throw new IllegalArgumentException(
          "retrieve: %d instances (expected: >= 1)".formatted(maxInstances));
    }
  }
}
