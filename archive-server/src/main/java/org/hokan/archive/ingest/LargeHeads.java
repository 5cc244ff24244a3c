package org.hokan.archive.ingest;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose data set with more elements than usual is understood: one at a time, so that what they take
 * in memory is bounded for all peers together, in the order in which they came. Thread-safe.
 */
final class LargeHeads {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Duration patience;

  /**
   * Turns that are waited for.
   *
   * @param patience how long; a worker is not kept from all others for ever
   */
  LargeHeads(Duration patience) {
    this.patience = patience;
  }

  Duration patience() {
    return patience;
  }

  /** Waits for a turn; empty when it did not come in time. The thread that has it ends it. */
  Optional<Turn> await() throws InterruptedException {
    return lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)
        ? Optional.of(new Turn())
        : Optional.empty();
  }

  /** Once ended, it may be ended again. */
  final class Turn implements AutoCloseable {
    private boolean ended;

    @Override
    public void close() {
      if (!ended) {
        ended = true;
        lock.unlock();
      }
    }
  }
}
