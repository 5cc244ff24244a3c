package org.hokan.archive.ingest;

import java.time.Duration;

/**
 * What receptions pass before they are decided.
 *
 * @param gate which is shut while the index is made anew
 * @param largeHeads turns of those with more elements than usual
 */
record Entrance(Gate gate, LargeHeads largeHeads) {
  /** Senders wait 30 s and longer for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Through this gate, with turns that are awaited for half a minute. */
  static Entrance through(Gate gate) {
    return new Entrance(gate, new LargeHeads(PATIENCE));
  }
}
