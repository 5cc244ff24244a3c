package org.hokan.archive.compaction;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hokan.archive.index.DeadSpace;
import org.hokan.archive.storage.Compactor;
import org.hokan.archive.storage.NotRemovableYet;
import org.hokan.archive.storage.Replacement;
import org.hokan.archive.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the space of dead entries. Only what somebody decided to drop goes, after its grace,
 * never what is held, and never bytes whose object is not proven elsewhere. Thread-safe; one run at
 * a time.
 *
 * <p>{@link #recover} comes before the index is brought up to date at a start; {@link #close}
 * before store and database are closed.
 */
public final class Compaction implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  private final CompactionSettings settings;
  private final CompactionRooms rooms;
  private final Holds holds;
  private final Predicate<Runnable> besidesRebuild;
  private final Clock clock;
  private final Rate rate;
  private final ReentrantLock running = new ReentrantLock();
  private final LongAdder packs = new LongAdder();
  private final LongAdder entries = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /** Of the one run that goes on: see {@link Order#troubled}. */
  private final Map<String, Instant> troubled = new HashMap<>();

  private volatile List<DeadSpace> dead = List.of();

  /**
   * @param besidesRebuild runs something while the index is not being made anew; false when it is
   */
  public Compaction(
      CompactionSettings settings,
      CompactionRooms rooms,
      Holds holds,
      Predicate<Runnable> besidesRebuild,
      Clock clock) {
    this.settings = settings;
    this.rooms = rooms;
    this.holds = holds;
    this.besidesRebuild = besidesRebuild;
    this.clock = clock;
    this.rate = new Rate(settings.bytesPerSecond());
  }

  /** Brings to its end in the index what a crash interrupted; the old packs go with a later run. */
  public void recover() {
    for (Replacement replacement : rooms.store().compactor().unfinished()) {
      LOG.info(
          "Pack {} was replaced by {} when the node stopped",
          replacement.oldPack(),
          replacement.newPack());
      try {
        new Swap(rooms, replacement).run(tx -> {});
      } catch (StorageException e) {
        // The index is made anew of the later pack, which was proven; no reason not to start.
        failures.increment();
        LOG.error("Pack {} cannot be compared with its replacement", replacement.oldPack(), e);
      }
    }
    dead = rooms.index().deadSpace();
  }

  /**
   * Compacts what is worth it: packs of which the configured share is dead, its grace ended.
   *
   * @return what was done; nothing when another run is going on
   */
  public CompactionReport scheduled() {
    if (!running.tryLock()) {
      return CompactionReport.NOTHING;
    }
    try {
      return run(
          new Order("node", settings.thresholdPercent(), settings.grace(), troubled, false),
          line -> {});
    } finally {
      running.unlock();
    }
  }

  /**
   * Compacts every pack in which something is dead, and seals those for it that are appended to;
   * waits for the end of a run that goes on.
   *
   * @param now also what was decided so lately that its grace has not ended
   * @param progress takes a line for each pack
   */
  public CompactionReport demanded(String actor, boolean now, Consumer<String> progress) {
    running.lock();
    try {
      return run(
          new Order(actor, 0, now ? Duration.ZERO : settings.grace(), troubled, true), progress);
    } finally {
      running.unlock();
    }
  }

  private CompactionReport run(Order order, Consumer<String> progress) {
    finishOthers();
    dead = rooms.index().deadSpace();
    if (dead.isEmpty()) {
      return CompactionReport.NOTHING;
    }
    troubled.keySet().retainAll(dead.stream().map(DeadSpace::pack).collect(Collectors.toSet()));
    Round round = new Round(rooms, order, holds, besidesRebuild, rate);
    CompactionReport report = round.run(dead, clock.instant(), progress);
    packs.add(report.packs());
    entries.add(report.entries());
    bytes.add(report.bytes());
    failures.add(report.problems().size());
    dead = rooms.index().deadSpace();
    return report;
  }

  /** Old packs that a crash, or a failure, left beside those that replace them. */
  private void finishOthers() {
    Compactor compactor = rooms.store().compactor();
    for (Replacement replacement : compactor.unfinished()) {
      try {
        if (besidesRebuild.test(() -> new Swap(rooms, replacement).run(tx -> {}))) {
          new OldPacks(rooms, holds, rate).remove(replacement);
        }
      } catch (NotRemovableYet e) {
        LOG.info("Pack {} waits: {}", replacement.oldPack(), e.getMessage());
      } catch (StorageException e) {
        failures.increment();
        LOG.error(
            "Pack {} stays, though {} replaces it",
            replacement.oldPack(),
            replacement.newPack(),
            e);
      }
    }
  }

  /** From memory; what is dead as of the last run. */
  public CompactionStatus status() {
    List<DeadSpace> now = dead;
    return new CompactionStatus(
        now.stream().mapToLong(DeadSpace::entries).sum(),
        now.stream().mapToLong(DeadSpace::bytes).sum(),
        packs.sum(),
        entries.sum(),
        bytes.sum(),
        failures.sum());
  }

  /** What is dead, for each pack in which something is; asks the index. */
  public List<DeadSpace> deadSpace() {
    return rooms.index().deadSpace();
  }

  /** Ends a run at the next read, and waits for that. */
  @Override
  public void close() {
    rate.close();
    running.lock();
    running.unlock();
  }
}
