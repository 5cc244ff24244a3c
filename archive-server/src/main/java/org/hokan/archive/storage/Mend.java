package org.hokan.archive.storage;

import java.io.IOException;
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

  private final PackRef damaged;
  private final PackRef other;

  Mend(PackRef damaged, PackRef other) {
    this.damaged = damaged;
    this.other = other;
  }

  /** Whether it was replaced: only when fewer damages are in the new one. */
  boolean run(int damagesBefore) throws IOException {
    Path fresh = PackBytes.beside(damaged, "mend");
    Merger.Merged merged = merge(fresh);
    long end = merged.summary().end();
    PackCheck.Way way = new PackCheck.Way(false, Pace.unbounded(), length -> {});
    int damagesAfter = SideCheck.of(damaged, fresh, end, way).damages().size();
    if (damagesAfter >= damagesBefore || damagesAfter > merged.unrepaired()) {
      LOG.warn("Pack {} cannot be repaired from {}", damaged, other);
      damaged.volume().disk().delete(fresh);
      return false;
    }
    Optional<PackRecovery.Outcome> told =
        damaged.large() ? Optional.empty() : PackBytes.told(damaged);
    PackBytes.install(fresh, damaged);
    if (!damaged.large() && told.map(known -> known.summary().end() != end).orElse(true)) {
      PackBytes.settle(
          damaged,
          told.map(PackRecovery.Outcome::state).orElse(PackStatus.State.SEALED),
          merged.summary());
    }
    LOG.warn(
        "Pack {} is repaired: {} entries came from {}, {} are still damaged",
        damaged,
        merged.borrowed(),
        other,
        merged.unrepaired());
    return true;
  }

  private Merger.Merged merge(Path fresh) throws IOException {
    try (Merger merger = new Merger(damaged.firstSequence());
        DiskFile file = PackBytes.create(damaged, fresh)) {
      add(merger, damaged);
      add(merger, other);
      return merger.writeTo(file);
    }
  }

  private static void add(Merger merger, PackRef pack) throws IOException {
    try {
      merger.add(pack, end(pack));
    } catch (IOException e) {
      LOG.warn("Pack {} cannot be opened", pack, e);
    }
  }

  private static long end(PackRef pack) throws IOException {
    Optional<PackRecovery.Outcome> told = pack.large() ? Optional.empty() : PackBytes.told(pack);
    return told.isPresent()
        ? told.get().summary().end()
        : Math.max(0, PackBytes.size(pack) - TarHeader.TRAILER);
  }

  /** Makes the first anew from its copy, both sealed. */
  static void restore(PackRef copy, PackRef first, long end) throws IOException {
    Path fresh = PackBytes.beside(first, "mend");
    PackSummary summary;
    try (Merger merger = new Merger(first.firstSequence());
        DiskFile file = PackBytes.create(first, fresh)) {
      merger.add(copy, end);
      summary = merger.writeTo(file).summary();
    }
    PackBytes.install(fresh, first);
    if (!first.large()) {
      PackBytes.settle(first, PackStatus.State.SEALED, summary);
      PackBytes.settle(copy, PackStatus.State.SEALED, summary);
    }
  }
}
