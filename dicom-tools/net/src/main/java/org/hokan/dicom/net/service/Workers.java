package org.hokan.dicom.net.service;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that providers run on. {@code messages} takes what comes in and never waits for a
 * peer; {@code operations} runs C-FIND, C-MOVE and C-GET, which may. Their queues are bounded by
 * the number of associations and their windows.
 */
record Workers(ExecutorService messages, ExecutorService operations) {
  private static final int KEEP_SECONDS = 30;
  private static final int END_SECONDS = 5;

  static Workers of(String name, int messageThreads, int operationThreads) {
    return new Workers(pool(name, messageThreads), pool(name + "-op", operationThreads));
  }

  private static ExecutorService pool(String name, int threads) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, KEEP_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  void close() {
    messages.shutdown();
    operations.shutdown();
    try {
      if (!messages.awaitTermination(END_SECONDS, TimeUnit.SECONDS)
          || !operations.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        messages.shutdownNow();
        operations.shutdownNow();
      }
    } catch (InterruptedException e) {
      messages.shutdownNow();
      operations.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
