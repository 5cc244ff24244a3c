package org.hokan.archive.job;

import java.util.function.UnaryOperator;

/**
 * How many threads jobs about one party may take, so that one that is slow does not keep the others
 * waiting.
 *
 * @param most at once
 * @param party whom a job is about, by its subject, without control characters; empty: nobody. It
 *     is noted when a job is asked for
 */
public record Share(int most, UnaryOperator<String> party) {
  /** All of them. */
  static final Share ALL = new Share(Integer.MAX_VALUE, subject -> "");

  public Share {
    if (most < 1) {
      throw new IllegalArgumentException("share: %d threads (expected: 1 or more)".formatted(most));
    }
  }
}
