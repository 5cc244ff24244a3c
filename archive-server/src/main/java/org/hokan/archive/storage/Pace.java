package org.hokan.archive.storage;

import java.time.Duration;

/**
 * Spreads reading evenly over time: who reads waits until enough time has been let in. Thread-safe.
 */
final class Pace {
  /** So much may be read at once after a pause. */
  private static final long MOST_SECONDS = 5;

  private final boolean unbounded;
  private long allowance;
  private long rate;
  private long passings;
  private boolean stopped;

  private Pace(boolean unbounded) {
    this.unbounded = unbounded;
  }

  /** Never waits. */
  static Pace unbounded() {
    return new Pace(true);
  }

  /** Waits until {@link #passed} lets it go on. */
  static Pace bounded() {
    return new Pace(false);
  }

  synchronized void rate(long bytesPerSecond) {
    rate = bytesPerSecond;
  }

  /** Time has passed. */
  synchronized void passed(Duration time) {
    double more = rate * (time.toNanos() / 1e9);
    passings++;
    allowance = (long) Math.min(allowance + more, (double) rate * MOST_SECONDS);
    notifyAll();
  }

  /**
   * Takes what is about to be read.
   *
   * @throws Stopped when the store is being closed
   */
  synchronized void take(long bytes) {
    try {
      while (!unbounded && !stopped && allowance <= 0) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
    if (stopped) {
      throw new Stopped();
    }
    allowance -= unbounded ? 0 : bytes;
  }

  /** Waits until some time has passed; not at all when unbounded. */
  synchronized void awaitPassing() {
    long before = passings;
    try {
      while (!unbounded && !stopped && passings == before) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
    if (stopped) {
      throw new Stopped();
    }
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** The reading is to end. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("the store is being closed");
    }
  }
}
