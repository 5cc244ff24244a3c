package org.hokan.archive.storage;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads that write and force, however many packs there are; idle ones end.
 *
 * @param writers append batches
 * @param large finish the files of large objects, which may take long
 * @param ahead writes zeros ahead
 * @param copies brings second copies level
 * @param repairs reads and repairs whole packs
 */
record Workers(Executor writers, Executor large, Executor ahead, Executor copies, Executor repairs)
    implements AutoCloseable {
  private static final int LARGE_THREADS = 2;
  private static final int IDLE_SECONDS = 30;

  static Workers start(int writers) {
    return new Workers(
        pool("storage-writer", writers),
        pool("storage-large", LARGE_THREADS),
        pool("storage-ahead", 1),
        pool("storage-copies", 1),
        pool("storage-repair", 1));
  }

  private static ExecutorService pool(String name, int threads) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Lets what was given to them end. */
  @Override
  public void close() {
    for (Executor executor : new Executor[] {writers, large, ahead, copies, repairs}) {
      if (executor instanceof ExecutorService service) {
        await(service);
      }
    }
  }

  private static void await(ExecutorService service) {
    service.shutdown();
    try {
      while (!service.awaitTermination(1, TimeUnit.MINUTES)) {
        // a disk may be slow; nothing that was accepted is dropped
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
