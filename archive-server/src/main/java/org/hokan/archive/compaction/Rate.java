package org.hokan.archive.compaction;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.hokan.archive.storage.Throttle;

/** Lets so many bytes pass in a second, on average, until it is closed. Thread-safe. */
final class Rate implements Throttle, AutoCloseable {
  private final long bytesPerSecond;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private boolean closed;

  /** When what has passed is paid for, by {@link System#nanoTime}. */
  private long paidAt = System.nanoTime();

  Rate(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  @Override
  public void pass(long bytes) throws InterruptedIOException {
    lock.lock();
    try {
      long wait = paidAt - System.nanoTime();
      while (wait > 0 && !closed) {
        wait = ended.awaitNanos(wait);
      }
      if (closed) {
        throw new InterruptedIOException("the node stops");
      }
      long cost = (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
      paidAt = Math.max(paidAt, System.nanoTime()) + cost;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
