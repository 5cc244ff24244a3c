package org.hokan.archive.compression;

import java.time.Duration;

/**
 * How compression works.
 *
 * @param enabled whether anything is compressed
 * @param threads most studies at once
 * @param marginPercent a result must be so much smaller, or it is dropped
 * @param attempts how often an instance is tried before it is left as it is
 * @param restFactor while the node stores, a thread rests so many times as long as it worked
 * @param night when "nightly" is
 * @param settle how long a study waits for further images before it is looked at
 * @param survey how what is stored is taken up
 */
public record CompressionSettings(
    boolean enabled,
    int threads,
    int marginPercent,
    int attempts,
    int restFactor,
    NightWindow night,
    Duration settle,
    SurveyPortions survey) {
  public CompressionSettings {
    if (threads < 1 || marginPercent < 0 || marginPercent > 90 || attempts < 1 || restFactor < 0) {
      throw new IllegalArgumentException(
          "compression: %d threads, margin %d %%, %d attempts, rest %d (expected: >= 1, 0 to 90, >= 1, >= 0)"
              .formatted(threads, marginPercent, attempts, restFactor));
    }
  }
}
