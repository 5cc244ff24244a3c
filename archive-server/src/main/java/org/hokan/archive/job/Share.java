package org.hokan.archive.job;

import java.util.function.UnaryOperator;

/**
 * How many threads jobs about one party may take, so that one that is slow does not keep the others
 * waiting.
 *
 * @param most at once
 * @param party how a job's subject ends that is about one; subjects with the same ending are about
 *     the same
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
