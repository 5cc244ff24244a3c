package org.hokan.dicom.net.service;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.association.Repeats;

/**
 * The threads that providers run on. {@code decisions} are on association requests, so that these
 * are answered also while a disk is slow. {@code messages} takes what comes in and never waits for
 * a peer; its queue is bounded by the number of associations. {@code operations} runs C-FIND,
 * C-MOVE and others, which may, in fair {@code shares}.
 *
 * @param party whose share an association's operations take
 * @param identifiers memory of identifiers
 * @param repeats what was refused lately
 */
record Workers(
    ExecutorService decisions,
    ExecutorService messages,
    ExecutorService operations,
    Shares shares,
    Function<AssociationInfo, String> party,
    Budget identifiers,
    Repeats repeats) {
  /**
   * No AE, and no party with all its AEs, takes more than such a part of the identifiers' memory.
   */
  private static final int PART_OF_AE = 4;

  private static final int PART_OF_PARTY = 2;
  private static final int DECISION_THREADS = 2;
  private static final int KEEP_SECONDS = 30;
  private static final int END_SECONDS = 5;

  static Workers of(
      String name,
      int messageThreads,
      OperationLimits limits,
      Function<AssociationInfo, String> party) {
    ExecutorService operations = pool(name + "-op", limits.threads());
    return new Workers(
        pool(name + "-policy", DECISION_THREADS),
        pool(name, messageThreads),
        operations,
        new Shares(operations, limits),
        party,
        new Budget(limits.identifierMemory()),
        new Repeats());
  }

  /**
   * For one association, which takes memory of identifiers within its AE's and party's shares.
   *
   * @param longest identifier, in bytes: for one there is always a share
   */
  Workers of(AssociationInfo association, long longest) {
    return new Workers(
        decisions,
        messages,
        operations,
        shares,
        party,
        identifiers
            .of("party " + party.apply(association), PART_OF_PARTY, longest)
            .of("AE " + association.peerAeTitle(), PART_OF_AE, longest),
        repeats);
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
    decisions.shutdown();
    messages.shutdown();
    operations.shutdown();
    try {
      if (!messages.awaitTermination(END_SECONDS, TimeUnit.SECONDS)
          || !operations.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        decisions.shutdownNow();
        messages.shutdownNow();
        operations.shutdownNow().forEach(shares::drop);
      }
    } catch (InterruptedException e) {
      messages.shutdownNow();
      operations.shutdownNow().forEach(shares::drop);
      Thread.currentThread().interrupt();
    }
  }
}
