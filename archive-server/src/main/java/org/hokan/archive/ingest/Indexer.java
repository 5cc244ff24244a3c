package org.hokan.archive.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes rows of stored objects on a thread of its own, in the order of their acknowledgement, in
 * batches as large as the load makes them. When it lags, {@link #submit} waits: senders slow down,
 * memory does not grow. A batch that fails is tried again until it succeeds; the packs hold the
 * truth meanwhile.
 */
final class Indexer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final IndexWriter writer;
  private final BlockingQueue<Stored> queue;
  private final int batchSize;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private long submitted;
  private long indexed;
  private volatile boolean closing;
  private volatile boolean failing;
  private volatile boolean ended;

  Indexer(IndexWriter writer, int queueSize, int batchSize) {
    this.writer = writer;
    this.queue = new ArrayBlockingQueue<>(queueSize);
    this.batchSize = batchSize;
    this.thread = new Thread(this::work, "indexer");
    thread.start();
  }

  /**
   * Takes an object before its Success is sent; waits while the queue is full. Objects of one pack
   * are to be given in the order of their entries. After the end they are left to the next start,
   * which finds them in the packs: no mark is set any more.
   */
  void submit(Stored stored) {
    lock.lock();
    try {
      submitted++;
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    boolean taken = false;
    while (!taken && !ended) {
      try {
        taken = queue.offer(stored, 100, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until everything submitted before this call is indexed.
   *
   * @return false when that took longer than {@code patience}
   */
  boolean await(Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lock();
    try {
      long target = submitted;
      while (indexed < target) {
        if (nanos <= 0) {
          return false;
        }
        nanos = progress.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything submitted before this call is indexed, however long it takes. */
  void drain() throws InterruptedException {
    while (!await(LONGEST_PAUSE)) {
      LOG.info("indexer: {} objects to go", lag());
    }
  }

  /** Objects that are durable but not indexed yet. */
  long lag() {
    lock.lock();
    try {
      return submitted - indexed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the last batch could not be written. */
  boolean isFailing() {
    return failing;
  }

  /** Indexes what is queued, for a bounded time, and ends the thread. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(Duration.ofSeconds(30).toMillis());
      if (thread.isAlive()) {
        LOG.warn("indexer: {} objects left to the next start", lag());
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    List<Stored> batch = new ArrayList<>(batchSize);
    try {
      while (!closing || !queue.isEmpty()) {
        Stored first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, batchSize - 1);
          index(batch);
          batch.clear();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended = true;
    }
  }

  private void index(List<Stored> batch) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        writer.write(batch);
        break;
      } catch (RuntimeException | Error e) {
        failing = true;
        LOG.error(
            "indexer: attempt {} for {} objects failed; trying again", attempt, batch.size(), e);
        pause(attempt);
      }
    }
    failing = false;
    batch.forEach(stored -> stored.indexed().run());
    lock.lock();
    try {
      indexed += batch.size();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits longer each time; a close cuts it short. */
  private static void pause(int attempt) throws InterruptedException {
    long millis = Math.min(LONGEST_PAUSE.toMillis(), 50L << Math.min(attempt, 10));
    TimeUnit.MILLISECONDS.sleep(millis);
  }
}
