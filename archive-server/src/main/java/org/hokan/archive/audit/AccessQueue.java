package org.hokan.archive.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accesses on their way to the database: a bounded queue and one thread that writes batches. A
 * batch that fails is tried again until the queue is closed; nothing is dropped without being
 * counted. Thread-safe.
 */
final class AccessQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessQueue.class);
  private static final Duration TICK = Duration.ofMillis(200);

  /** How long an access waits for equal ones, while nobody asks for it. */
  private static final Duration DELAY = Duration.ofMillis(500);

  private final AuditSettings settings;
  private final Consumer<List<AuditEvent>> write;
  private final BlockingQueue<AuditEvent> queue;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private final Thread writer;
  private volatile boolean closing;
  private volatile boolean ended;
  private volatile long closeDeadlineNanos;
  private int flushing;
  private long done;
  private long lossesTold;

  AccessQueue(AuditSettings settings, Consumer<List<AuditEvent>> write) {
    this.settings = settings;
    this.write = write;
    this.queue = new ArrayBlockingQueue<>(settings.queueCapacity());
    this.writer = new Thread(this::writeUntilClosed, "audit-writer");
    writer.setDaemon(true);
    writer.start();
  }

  void add(AuditEvent event) {
    accepted.incrementAndGet();
    boolean queued = false;
    try {
      queued = !closing && queue.offer(event, settings.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      queued = queue.offer(event);
    }
    if (!queued || (ended && queue.remove(event))) {
      lose(1);
      finish(1);
    }
  }

  AuditStatus status() {
    lock.lock();
    try {
      return new AuditStatus(accepted.get() - done, lost.get());
    } finally {
      lock.unlock();
    }
  }

  void flush() {
    long goal = accepted.get();
    lock.lock();
    flushing++;
    progress.signalAll();
    try {
      while (done < goal && writer.isAlive()) {
        progress.await(TICK.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      flushing--;
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closeDeadlineNanos = System.nanoTime() + settings.closeTimeout().toNanos();
    closing = true;
    finish(0);
    try {
      writer.join(settings.closeTimeout().toMillis() + TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeUntilClosed() {
    try {
      while (!closing || (!queue.isEmpty() && System.nanoTime() < closeDeadlineNanos)) {
        List<AuditEvent> batch = nextBatch();
        if (!batch.isEmpty()) {
          writeWhole(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended = true;
      List<AuditEvent> rest = new ArrayList<>();
      queue.drainTo(rest);
      lose(rest.size());
      finish(rest.size());
    }
  }

  private List<AuditEvent> nextBatch() throws InterruptedException {
    List<AuditEvent> batch = new ArrayList<>();
    AuditEvent first = queue.poll(TICK.toNanos(), TimeUnit.NANOSECONDS);
    if (first != null) {
      batch.add(first);
      awaitMore();
      queue.drainTo(batch, settings.batchSize() - 1);
    }
    return batch;
  }

  /** Equal accesses become one row, and a write is forced: a sender's images share both. */
  private void awaitMore() throws InterruptedException {
    long deadline = System.nanoTime() + DELAY.toNanos();
    lock.lock();
    try {
      while (queue.size() < settings.batchSize() - 1
          && flushing == 0
          && !closing
          && System.nanoTime() < deadline) {
        progress.awaitNanos(DELAY.toNanos() / 10);
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeWhole(List<AuditEvent> batch) throws InterruptedException {
    List<AuditEvent> rows = merged(batch);
    while (!written(rows)) {
      if (closing && System.nanoTime() > closeDeadlineNanos) {
        lose(batch.size());
        break;
      }
      pause();
    }
    finish(batch.size());
  }

  private boolean written(List<AuditEvent> rows) {
    long losses = lost.get();
    List<AuditEvent> all = new ArrayList<>(rows);
    if (losses > lossesTold) {
      all.add(gap(rows.get(0).time(), losses - lossesTold));
    }
    try {
      write.accept(all);
      lossesTold = losses;
      return true;
    } catch (RuntimeException e) {
      LOG.warn("audit trail: {} events not written, tried again: {}", all.size(), e.toString());
      return false;
    }
  }

  /** The event that tells of those that are missing before it. */
  private static AuditEvent gap(Instant time, long events) {
    return AuditEvent.security(time, "node", "audit.lost")
        .failed()
        .objects(events)
        .detail("%d accesses are missing: the database did not take them in time".formatted(events))
        .build();
  }

  private void pause() throws InterruptedException {
    lock.lock();
    try {
      // Nobody signals a pause's end; progress of others cannot happen meanwhile.
      progress.awaitNanos(settings.retryPause().toNanos());
    } finally {
      lock.unlock();
    }
  }

  private void lose(int events) {
    if (events > 0) {
      long all = lost.addAndGet(events);
      // Said at each doubling, so that a long outage does not fill the log.
      if (Long.numberOfLeadingZeros(all) != Long.numberOfLeadingZeros(all - events)) {
        LOG.error("audit trail: {} accesses lost, {} since the start", events, all);
      }
    }
  }

  private void finish(int events) {
    lock.lock();
    try {
      done += events;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Equal accesses as one, at the time of the first, with the sum of their objects. */
  private static List<AuditEvent> merged(List<AuditEvent> batch) {
    Map<AuditEvent, AuditEvent> rows = new LinkedHashMap<>();
    for (AuditEvent event : batch) {
      rows.merge(
          with(event, Instant.EPOCH, 0),
          event,
          (first, next) -> with(first, first.time(), first.objects() + next.objects()));
    }
    return List.copyOf(rows.values());
  }

  private static AuditEvent with(AuditEvent e, Instant time, long objects) {
    return new AuditEvent(
        e.id(),
        time,
        e.kind(),
        e.actor(),
        e.peer(),
        e.action(),
        e.outcome(),
        e.facility(),
        e.subject(),
        e.patientId(),
        e.study(),
        objects,
        e.detail());
  }
}
