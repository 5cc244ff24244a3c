package org.hokan.archive.node;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When a {@link Rehearsal} may work: never while a peer has an association, and not longer than its
 * time in all. It is over for good, too, once it had to wait for a minute: by then real work has
 * done what it is for. Thread-safe.
 */
final class RehearsalTurns implements Guests {
  private static final long LONGEST_WAIT = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanoTime;
  private long left;
  private long since;
  private int guests;
  private boolean begun;
  private boolean over;

  /**
   * @param longest what it may take in all, waiting apart, from {@link #begin} on
   */
  RehearsalTurns(Duration longest) {
    this(longest, System::nanoTime);
  }

  RehearsalTurns(Duration longest, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.left = longest.toNanos();
    this.since = nanoTime.getAsLong();
  }

  /** Its time begins to run. */
  synchronized void begin() {
    begun = true;
    if (guests == 0) {
      since = nanoTime.getAsLong();
    }
  }

  @Override
  public synchronized void comes() {
    guests++;
    if (guests == 1) {
      left -= begun ? elapsed() : 0;
      since = nanoTime.getAsLong();
    }
  }

  @Override
  public synchronized void goes() {
    guests--;
    if (guests == 0) {
      since = nanoTime.getAsLong();
      notifyAll();
    }
  }

  /** Ends it for good, also for those that wait for a turn. */
  synchronized void end() {
    over = true;
    notifyAll();
  }

  /**
   * Waits until nobody is served.
   *
   * @return whether there is a turn; false: it is over
   * @throws InterruptedIOException when the waiting thread is interrupted
   */
  synchronized boolean next() throws InterruptedIOException {
    while (!over && guests > 0) {
      await(LONGEST_WAIT - elapsed());
      over |= guests > 0 && elapsed() >= LONGEST_WAIT;
    }
    over |= begun && elapsed() >= left;
    return !over;
  }

  /** Of a turn, or of a wait. */
  private long elapsed() {
    return nanoTime.getAsLong() - since;
  }

  private void await(long nanos) throws InterruptedIOException {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("rehearsal: interrupted");
    }
  }
}
