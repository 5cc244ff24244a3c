package org.hokan.archive.compression;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds compression back while the node stores. After each picture a thread looks whether something
 * is being received; if so, it rests until nothing is any more, but at most a multiple of the time
 * for which it worked: a node that stores without end compresses all the same, slowly. Thread-safe.
 */
final class Calm {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final LongSupplier receptions;
  private final int restFactor;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean resting;

  /**
   * @param receptions how many objects were received and are being received; grows with each
   */
  Calm(LongSupplier receptions, int restFactor) {
    this.receptions = receptions;
    this.restFactor = restFactor;
  }

  /**
   * Rests, if need be.
   *
   * @param worked how long the thread worked since it rested last
   * @return false when the node stops
   */
  boolean rest(Duration worked) throws InterruptedException {
    Duration wanted = worked.multipliedBy(restFactor);
    long most = Math.min(LONGEST.toNanos(), wanted.toNanos());
    long begin = System.nanoTime();
    long before = receptions.getAsLong();
    boolean stopped = closed.await(0, TimeUnit.NANOSECONDS);
    while (!stopped && System.nanoTime() - begin < most) {
      stopped = closed.await(LOOK.toNanos(), TimeUnit.NANOSECONDS);
      long now = receptions.getAsLong();
      resting = now != before;
      if (!resting) {
        break;
      }
      before = now;
    }
    resting = false;
    return !stopped;
  }

  boolean isResting() {
    return resting;
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  void close() {
    closed.countDown();
  }
}
