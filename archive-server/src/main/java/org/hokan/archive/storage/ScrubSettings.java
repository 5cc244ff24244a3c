package org.hokan.archive.storage;

import java.time.Duration;

/**
 * How stored bytes are read again and again.
 *
 * @param period within which everything is read once; zero: never
 * @param mostBytesPerSecond bound of the rate, also when the period is then exceeded
 */
public record ScrubSettings(Duration period, long mostBytesPerSecond) {
  public ScrubSettings {
    if (period.isNegative() || mostBytesPerSecond <= 0) {
      throw new IllegalArgumentException(
          "scrub: period %s, %d bytes a second (expected: not negative, positive)"
              .formatted(period, mostBytesPerSecond));
    }
  }

  /** Nothing is read unless it is asked for. */
  public static ScrubSettings never() {
    return new ScrubSettings(Duration.ZERO, 1L << 20);
  }
}
