package org.hokan.archive.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a reader that found an object damaged the copy's bytes at once: only these are read. Its
 * pack is repaired afterwards by another thread, one pack after the other; until then the object is
 * read from the copy. What is whole nowhere costs little, however often it is asked for.
 * Thread-safe.
 */
final class ObjectRepair implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectRepair.class);

  private final Reading reading;
  private final Copies copies;
  private final PackCheck check;
  private final Scrub scrub;
  private final DamageList damages;
  private final Executor repairs;
  private final Pace untilClosed = Pace.unbounded();

  /** Packs that are to be repaired, with their objects that were found damaged. */
  private final Map<PackRef, List<Location>> waiting = new HashMap<>();

  ObjectRepair(Surroundings store, PackCheck check, Scrub scrub, Executor repairs) {
    this.reading = store.reading();
    this.copies = store.copies();
    this.damages = store.damages();
    this.check = check;
    this.scrub = scrub;
    this.repairs = repairs;
  }

  /** What it needs of the store. */
  record Surroundings(Reading reading, Copies copies, DamageList damages) {}

  /** Whether who reads the object from now on gets it whole. */
  boolean run(Location location, String digest) {
    try {
      PackRef first = reading.pack(location);
      Optional<PackRef> copy = copies.holding(first);
      if (copy.isEmpty() || !isWhole(copy.get(), location, digest)) {
        LOG.error("Damaged: {} at {}, and no copy has it whole", first, location.offset());
        damages.more(first, location.offset(), "a damaged object, and no copy has it whole");
        return false;
      }
      if (!isWhole(first, location, digest)) {
        later(first, List.of(location));
      }
      return true;
    } catch (StorageException e) {
      LOG.error("Damaged: {}, and it cannot be repaired now", location, e);
      return false;
    }
  }

  private static boolean isWhole(PackRef pack, Location location, String digest) {
    try (DiskFile file = pack.volume().disk().open(pack.path(), Disk.Access.READ)) {
      return PackRecovery.digest(file, location.offset(), location.length()).equals(digest);
    } catch (IOException e) {
      LOG.warn("Pack {} cannot be read at {}", pack, location.offset(), e);
      return false;
    }
  }

  /**
   * Repairs a pack from its copy, when its turn comes.
   *
   * @param damaged objects that are read from the copy until then
   */
  void later(PackRef first, List<Location> damaged) {
    if (isFirstOf(first, damaged)) {
      try {
        repairs.execute(() -> repair(first));
      } catch (RejectedExecutionException e) {
        LOG.debug("pack {} is repaired after the next start: the store is closed", first, e);
      }
    }
  }

  private synchronized boolean isFirstOf(PackRef first, List<Location> damaged) {
    damaged.forEach(reading::preferCopy);
    boolean fresh = !waiting.containsKey(first);
    waiting.computeIfAbsent(first, pack -> new ArrayList<>()).addAll(damaged);
    return fresh;
  }

  private void repair(PackRef first) {
    try {
      PackCheck.Way way = new PackCheck.Way(true, untilClosed, length -> {});
      scrub.repairedElsewhere(check.check(first, way).repaired());
    } catch (IOException | StorageException e) {
      LOG.error("Pack {} cannot be repaired now", first, e);
    } catch (Pace.Stopped e) {
      LOG.debug("pack {} is repaired after the next start", first, e);
    } finally {
      ended(first);
    }
  }

  /** Who finds one of them damaged still asks again. */
  private synchronized void ended(PackRef first) {
    Objects.requireNonNull(waiting.remove(first)).forEach(reading::preferFirst);
  }

  /** Ends what is under way; to be called before its executor is shut down. */
  @Override
  public void close() {
    untilClosed.stop();
  }
}
