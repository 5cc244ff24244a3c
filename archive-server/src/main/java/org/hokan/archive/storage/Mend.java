package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a damaged file of a pack by one that is made of it and the others. For a pack that
 * nobody writes.
 */
final class Mend {
  private static final Logger LOG = LoggerFactory.getLogger(Mend.class);

  private static final PackCheck.Way LOOK =
      new PackCheck.Way(false, Pace.unbounded(), length -> {});

  private final PackRef damaged;
  private final List<PackRef> others;

  Mend(PackRef damaged, List<PackRef> others) {
    this.damaged = damaged;
    this.others = List.copyOf(others);
  }

  /**
   * Replaces it by one with fewer damages, in which nothing is missing that is in it, or was told
   * to be.
   *
   * @param found what was read in it
   * @return whether it was replaced
   */
  boolean run(SideCheck found) throws IOException {
    Path fresh = PackBytes.beside(damaged, "mend");
    try {
      return replaced(fresh, found);
    } finally {
      damaged.volume().disk().delete(fresh);
    }
  }

  private boolean replaced(Path fresh, SideCheck found) throws IOException {
    Optional<PackSummary> told = told();
    Merger.Merged merged = merge(fresh, told);
    SideCheck now = SideCheck.of(damaged, fresh, merged.summary().end(), LOOK);
    if (now.damages().size() >= found.damages().size()
        || now.damages().size() > merged.unrepaired()
        || now.entries() < found.entries()
        || isLess(merged, told)) {
      LOG.warn("Pack {} cannot be repaired from {} now", damaged, others);
      return false;
    }
    PackBytes.install(fresh, damaged);
    if (!damaged.large()
        && !told.map(PackSummary::end).equals(Optional.of(merged.summary().end()))) {
      PackBytes.settle(damaged, state(), merged.summary());
    }
    LOG.warn(
        "Pack {} is repaired: {} entries came from {}, {} are still damaged",
        damaged,
        merged.borrowed(),
        others,
        merged.unrepaired());
    return true;
  }

  private Optional<PackSummary> told() throws IOException {
    return damaged.large()
        ? Optional.empty()
        : PackBytes.told(damaged).map(PackRecovery.Outcome::summary);
  }

  private PackStatus.State state() throws IOException {
    return PackBytes.told(damaged).map(PackRecovery.Outcome::state).orElse(PackStatus.State.SEALED);
  }

  /** What cannot be read now may be read another time: it is not given up. */
  private static boolean isLess(Merger.Merged merged, Optional<PackSummary> told) {
    return merged.unread() || merged.summary().end() < told.map(PackSummary::end).orElse(0L);
  }

  private Merger.Merged merge(Path fresh, Optional<PackSummary> told) throws IOException {
    try (Merger merger = new Merger(damaged.firstSequence());
        DiskFile file = PackBytes.create(damaged, fresh)) {
      boolean opened = isAdded(merger, damaged);
      for (PackRef other : others) {
        isAdded(merger, other);
      }
      Merger.Merged merged = merger.writeTo(file);
      if (!opened && !isAll(merged, told)) {
        throw new IOException(
            "%s have %d entries up to %d (expected: %s, as it cannot be opened itself)"
                .formatted(
                    others,
                    merged.summary().entries(),
                    merged.summary().end(),
                    told.map(PackSummary::toString).orElse("one that tells how many")));
      }
      return merged;
    }
  }

  private static boolean isAdded(Merger merger, PackRef pack) throws IOException {
    try {
      merger.add(pack, end(pack));
      return true;
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("Pack {} cannot be opened", pack, e);
      return false;
    }
  }

  /** Whether the others alone have all, whole, that the damaged one was told to have. */
  private boolean isAll(Merger.Merged merged, Optional<PackSummary> told) {
    long entries = damaged.large() ? 1 : told.map(PackSummary::entries).orElse(Long.MAX_VALUE);
    return merged.unrepaired() == 0 && merged.summary().entries() >= entries;
  }

  private static long end(PackRef pack) throws IOException {
    Optional<PackRecovery.Outcome> told = pack.large() ? Optional.empty() : PackBytes.told(pack);
    return told.isPresent()
        ? told.get().summary().end()
        : Math.max(0, PackBytes.size(pack) - TarHeader.TRAILER);
  }

  /**
   * Makes the first anew from its copies, sealed.
   *
   * @param ends of the copies, the best one first
   * @param least where the new one ends at least
   * @return what was read of the new one
   */
  static SideCheck restore(PackRef first, Map<PackRef, Long> ends, long least) throws IOException {
    Path fresh = PackBytes.beside(first, "mend");
    try {
      PackSummary summary = merge(first, fresh, ends);
      if (summary.end() < least) {
        throw new IOException(
            "what can be read now of the copies ends at %d (expected: at %d, as one tells)"
                .formatted(summary.end(), least));
      }
      SideCheck restored = SideCheck.of(first, fresh, summary.end(), LOOK);
      PackBytes.install(fresh, first);
      if (!first.large()) {
        PackBytes.settle(first, PackStatus.State.SEALED, summary);
      }
      return restored;
    } finally {
      first.volume().disk().delete(fresh);
    }
  }

  private static PackSummary merge(PackRef first, Path fresh, Map<PackRef, Long> ends)
      throws IOException {
    try (Merger merger = new Merger(first.firstSequence());
        DiskFile file = PackBytes.create(first, fresh)) {
      for (Map.Entry<PackRef, Long> copy : ends.entrySet()) {
        merger.add(copy.getKey(), copy.getValue());
      }
      return merger.writeTo(file).summary();
    }
  }
}
