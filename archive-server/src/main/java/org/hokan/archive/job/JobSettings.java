package org.hokan.archive.job;

import java.time.Duration;

/**
 * How jobs are done.
 *
 * @param threads most jobs at once on this node
 * @param poll how often the table is looked at for work that others left
 * @param firstPause after the first failed attempt; doubles with each further one
 * @param longestPause no pause is longer
 * @param lease how long a claim holds without a sign of life
 */
public record JobSettings(
    int threads, Duration poll, Duration firstPause, Duration longestPause, Duration lease) {
  public JobSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: %d (expected: 1 or more)".formatted(threads));
    }
  }

  /** For a node of one's own. */
  public static JobSettings defaults() {
    return new JobSettings(
        2,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofHours(1),
        Duration.ofSeconds(60));
  }

  /** The pause after so many failed attempts, 1 or more. */
  Duration pause(int attempts) {
    Duration pause = firstPause;
    for (int i = 1; i < attempts && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longestPause) > 0 ? longestPause : pause;
  }
}
