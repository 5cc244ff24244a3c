package org.hokan.archive.ingest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes rows of stored objects on a thread of its own, in the order of their acknowledgement, in
 * batches as large as the load makes them: while nobody asks, an object waits a moment for others,
 * so that one sender who awaits each answer does not cost a transaction an object. Whoever {@link
 * #await}s cuts that short, and wakes nobody when nothing waits. When it lags, {@link #submit}
 * waits: senders slow down, memory does not grow. A batch that fails is tried again until it
 * succeeds; the packs hold the truth meanwhile.
 */
final class Indexer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);

  /** Attributes of so many bytes may wait, whatever the objects' number. */
  private static final long MOST_QUEUED_BYTES = 2 * Stored.MOST_BYTES;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final IndexWriter writer;
  private final int queueSize;
  private final int batchSize;
  private final long delayNanos;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final Queue<Stored> queue = new ArrayDeque<>();
  private long queuedBytes;
  private int awaiting;
  private long submitted;
  private long indexed;
  private boolean closing;
  private boolean ended;
  private volatile boolean failing;

  /**
   * @param queueSize most objects that wait or are being written
   * @param batchSize most objects in one write
   * @param delay how long an object waits for others while nobody asks
   */
  Indexer(IndexWriter writer, int queueSize, int batchSize, Duration delay) {
    this.writer = writer;
    this.queueSize = queueSize;
    this.batchSize = Math.min(batchSize, queueSize);
    this.delayNanos = delay.toNanos();
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
      while (isFull() && !ended) {
        progress.awaitUninterruptibly();
      }
      if (!ended) {
        queue.add(stored);
        queuedBytes += stored.bytes();
        // It sleeps on for the rest of the delay, unless there is reason to wake.
        if (queue.size() == 1 || hasBatch()) {
          work.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return queue.size() >= queueSize || queuedBytes >= MOST_QUEUED_BYTES;
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
      return isIndexed(submitted) || awaitIndexed(submitted, nanos);
    } finally {
      lock.unlock();
    }
  }

  private boolean isIndexed(long target) {
    return indexed >= target;
  }

  private boolean awaitIndexed(long target, long patienceNanos) throws InterruptedException {
    long nanos = patienceNanos;
    awaiting++;
    try {
      work.signal();
      while (!isIndexed(target)) {
        if (nanos <= 0) {
          return false;
        }
        nanos = progress.awaitNanos(nanos);
      }
      return true;
    } finally {
      awaiting--;
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
    lock.lock();
    try {
      closing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
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
    try {
      for (List<Stored> batch = next(); !batch.isEmpty(); batch = next()) {
        index(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  /**
   * The next batch: a full one, or what is there when somebody asks or it is time; none at the end.
   */
  private List<Stored> next() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && !closing) {
        work.await();
      }
      long nanos = delayNanos;
      while (nanos > 0 && !hasBatch() && awaiting == 0 && !closing) {
        nanos = work.awaitNanos(nanos);
      }
      List<Stored> batch = new ArrayList<>(Math.min(batchSize, queue.size()));
      long bytes = 0;
      while (batch.size() < batchSize && bytes < Stored.MOST_BYTES && !queue.isEmpty()) {
        Stored next = queue.remove();
        bytes += next.bytes();
        batch.add(next);
      }
      queuedBytes -= bytes;
      progress.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasBatch() {
    return queue.size() >= batchSize || queuedBytes >= Stored.MOST_BYTES;
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      progress.signalAll();
    } finally {
      lock.unlock();
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
