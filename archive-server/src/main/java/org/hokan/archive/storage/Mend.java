package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a damaged file of a pack by one that is made of it and the other. For a pack that nobody
 * writes.
 */
final class Mend {
  private static final Logger LOG = LoggerFactory.getLogger(Mend.class);

  private static final PackCheck.Way LOOK =
      new PackCheck.Way(false, Pace.unbounded(), length -> {});

  private final PackRef damaged;
  private final PackRef other;

  Mend(PackRef damaged, PackRef other) {
    this.damaged = damaged;
    this.other = other;
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
      LOG.warn("Pack {} cannot be repaired from {} now", damaged, other);
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
        other,
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
      boolean opened = isAdded(merger);
      merger.add(other, end(other));
      Merger.Merged merged = merger.writeTo(file);
      if (!opened && !isAll(merged, told)) {
        throw new IOException(
            "%s has %d entries up to %d (expected: %s, as it cannot be opened itself)"
                .formatted(
                    other,
                    merged.summary().entries(),
                    merged.summary().end(),
                    told.map(PackSummary::toString).orElse("one that tells how many")));
      }
      return merged;
    }
  }

  private boolean isAdded(Merger merger) throws IOException {
    try {
      merger.add(damaged, end(damaged));
      return true;
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("Pack {} cannot be opened", damaged, e);
      return false;
    }
  }

  /** Whether the other one alone has all, whole, that the damaged one was told to have. */
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
   * Makes the first anew from its copy, both sealed.
   *
   * @param end where the copy ends
   * @return what was read of the new one
   */
  static SideCheck restore(PackRef copy, PackRef first, long end) throws IOException {
    Path fresh = PackBytes.beside(first, "mend");
    try {
      PackSummary summary;
      try (Merger merger = new Merger(first.firstSequence());
          DiskFile file = PackBytes.create(first, fresh)) {
        merger.add(copy, end);
        summary = merger.writeTo(file).summary();
      }
      SideCheck restored = SideCheck.of(first, fresh, summary.end(), LOOK);
      PackBytes.install(fresh, first);
      if (!first.large()) {
        PackBytes.settle(first, PackStatus.State.SEALED, summary);
        PackBytes.settle(copy, PackStatus.State.SEALED, summary);
      }
      return restored;
    } finally {
      first.volume().disk().delete(fresh);
    }
  }
}
