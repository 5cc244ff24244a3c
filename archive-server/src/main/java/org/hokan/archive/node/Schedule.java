package org.hokan.archive.node;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.ingest.Ingest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done again and again: a task that fails is logged and done again the next time. */
final class Schedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
  private static final Duration STORAGE = Duration.ofSeconds(1);
  private static final Duration JOURNAL = Duration.ofSeconds(1);
  private static final Duration DATABASE = Duration.ofSeconds(5);
  private static final Duration COMPACTION = Duration.ofMinutes(1);
  private static final Duration CONTRACTS = Duration.ofMinutes(1);
  private static final Duration RETENTION = Duration.ofMinutes(10);
  private static final Duration SEALS = Duration.ofMinutes(1);
  private static final Duration REVIEW = Duration.ofSeconds(5);
  private static final Duration REFUSALS = Duration.ofSeconds(5);
  private static final Duration LONGEST_SETTLE = Duration.ofSeconds(30);
  private static final Duration FORGET = Duration.ofMinutes(10);
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** What must not wait for what takes long. */
  private final ScheduledExecutorService ticks = threads(2, "tick");

  private final ScheduledExecutorService executor = threads(3, "schedule");
  private final Compaction compaction;

  Schedule(Configuration configuration, Rooms rooms, Flows flows, Compaction compaction) {
    this.compaction = compaction;
    every(ticks, STORAGE, "storage", rooms.store()::tick);
    rooms.journal().ifPresent(journal -> every(ticks, JOURNAL, "journal", journal::tick));
    every(ticks, DATABASE, "database", rooms.database()::tidy);
    every(COMPACTION, "compaction", compaction::scheduled);
    every(FORGET, "lost packs", rooms::compareWithPacks);
    every(FORGET, "released", flows.ingest()::refileReleased);
    every(configuration.node().refreshInterval(), "refresh", rooms::refresh);
    every(
        configuration.node().refreshInterval(),
        "staged rules",
        rooms.rules().staging()::activateDue);
    every(CONTRACTS, "contracts", rooms.contracts()::review);
    every(
        CONTRACTS,
        "capacity",
        () -> rooms.contracts().reviewCapacity(code -> rooms.index().counts(code).bytes()));
    every(RETENTION, "retention", flows.deletions()::review);
    every(SEALS, "seals", rooms.ledger()::sealDays);
    Duration quiet = configuration.billing().quietTime();
    every(settleInterval(quiet), "settle", () -> settle(rooms, flows.ingest(), quiet));
    every(settleInterval(quiet), "procedures", flows.procedures()::review);
    every(REVIEW, "compression", flows.compressions()::review);
    every(REFUSALS, "refused arrivals", flows.refused()::flush);
    every(FORGET, "refused arrivals", flows.refused()::forget);
    every(FORGET, "commitments", flows.commitments()::forget);
  }

  private static ScheduledExecutorService threads(int count, String name) {
    return Executors.newScheduledThreadPool(
        count,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  private static void settle(Rooms rooms, Ingest ingest, Duration quiet) {
    Instant quietSince = rooms.clock().instant().minus(quiet);
    ingest.settle(quietSince);
  }

  /** Often enough that a record is late by a quarter of the quiet time at most. */
  private static Duration settleInterval(Duration quiet) {
    Duration quarter = quiet.dividedBy(4);
    if (quarter.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return quarter.compareTo(LONGEST_SETTLE) > 0 ? LONGEST_SETTLE : quarter;
  }

  private void every(Duration interval, String name, Runnable task) {
    every(executor, interval, name, task);
  }

  static void every(
      ScheduledExecutorService executor, Duration interval, String name, Runnable task) {
    executor.scheduleWithFixedDelay(
        () -> {
          try {
            task.run();
          } catch (RuntimeException | Error e) { // otherwise it would never be done again
            LOG.error("{}: failed; tried again in {}", name, interval, e);
          }
        },
        interval.toMillis(),
        interval.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** A round of compaction can take hours: it is told to end, so that no thread is interrupted. */
  @Override
  public void close() {
    compaction.close();
    end(executor);
    end(ticks);
  }

  private static void end(ScheduledExecutorService executor) {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("schedule: a task is still running");
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
