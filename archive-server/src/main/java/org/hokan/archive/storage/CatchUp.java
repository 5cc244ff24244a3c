package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Brings the copy of a pack level with its first: what is missing at the copy's end is copied and
 * forced, then the copy's own state file says so. So after a crash the copies themselves tell what
 * they lack. For one thread at a time.
 */
final class CatchUp {
  private final Replay.LivePacks live;

  CatchUp(Replay.LivePacks live) {
    this.live = live;
  }

  /** By how many bytes the copy is behind; 0 when only its state differs; empty when level. */
  Optional<Long> behind(PackRef first, PackRef copy) throws IOException {
    if (first.large()) {
      long size = PackBytes.size(first);
      return copy.exists() && PackBytes.size(copy) == size ? Optional.empty() : Optional.of(size);
    }
    PackRecovery.Outcome of = first(first);
    Optional<PackRecovery.Outcome> told = PackBytes.told(copy);
    if (told.isEmpty()) {
      return Optional.of(of.summary().end());
    }
    if (told.get().state() == PackStatus.State.FAILED) {
      return Optional.of(of.summary().end());
    }
    long missing = of.summary().end() - told.get().summary().end();
    boolean same = told.get().state() == copied(of.state()) || of.state() == PackStatus.State.OPEN;
    boolean complete = missing == 0 || missing < 0 && of.state() == PackStatus.State.FAILED;
    return complete && same ? Optional.empty() : Optional.of(Math.max(0, missing));
  }

  /** Where a copy ends that is there; what has failed is made anew, and counts for nothing. */
  static long end(PackRef copy) throws IOException {
    if (copy.large()) {
      return PackBytes.size(copy); // whole, or not under its name
    }
    return PackBytes.told(copy)
        .filter(told -> told.state() != PackStatus.State.FAILED)
        .map(told -> told.summary().end())
        .orElse(0L);
  }

  /** What the first is now: from memory while it is written. */
  private PackRecovery.Outcome first(PackRef first) throws IOException {
    Optional<PackSummary> open = live.summary(first);
    if (open.isPresent()) {
      return new PackRecovery.Outcome(PackStatus.State.OPEN, open.get());
    }
    return PackBytes.told(first)
        .orElseThrow(() -> new IOException("pack %s: its state cannot be read".formatted(first)));
  }

  /** A copy is sealed, too, when its first has failed: its own bytes have not. */
  private static PackStatus.State copied(PackStatus.State first) {
    return first == PackStatus.State.FAILED ? PackStatus.State.SEALED : first;
  }

  /** Does what {@link #behind} tells. */
  void level(PackRef first, PackRef copy) throws IOException {
    copy.volume().disk().createFolder(copy.folder());
    if (first.large()) {
      whole(first, copy, PackBytes.size(first) - TarHeader.TRAILER);
      return;
    }
    PackRecovery.Outcome of = first(first);
    Optional<PackRecovery.Outcome> told = PackBytes.told(copy);
    if (told.isPresent() && isBeginning(told.get(), of)) {
      extend(first, copy, told.get(), of);
    } else if (told.isPresent() && told.get().summary().end() > of.summary().end()) {
      throw new IOException(
          "copy of %s ends at %d (expected: at most %d; storage verify repairs the first)"
              .formatted(first, told.get().summary().end(), of.summary().end()));
    } else {
      anew(first, copy, of);
    }
  }

  private static boolean isBeginning(PackRecovery.Outcome copy, PackRecovery.Outcome first) {
    return copy.state() != PackStatus.State.FAILED && copy.summary().end() <= first.summary().end();
  }

  private static void extend(
      PackRef first, PackRef copy, PackRecovery.Outcome told, PackRecovery.Outcome of)
      throws IOException {
    Disk disk = copy.volume().disk();
    Path open = copy.summaryPath(PackStatus.State.OPEN);
    if (told.state() != PackStatus.State.OPEN) {
      disk.rename(copy.summaryPath(told.state()), open);
      disk.forceFolder(copy.folder());
    }
    long end = of.summary().end();
    try (DiskFile from = first.volume().disk().open(first.path(), Disk.Access.READ);
        DiskFile to = disk.open(copy.path(), Disk.Access.WRITE)) {
      PackBytes.copy(from, to, told.summary().end(), end);
      PackBytes.finish(to, end);
    }
    try (DiskFile state = disk.open(open, Disk.Access.WRITE)) {
      of.summary().writeTo(state);
      state.force(true);
    }
    PackStatus.State now = copied(of.state());
    if (now != PackStatus.State.OPEN) {
      disk.rename(open, copy.summaryPath(now));
      disk.forceFolder(copy.folder());
    }
  }

  /**
   * A copy that is not there, or of which nothing is certain, is made beside and then replaced;
   * what is damaged in the first comes from the old copy.
   */
  private static void anew(PackRef first, PackRef copy, PackRecovery.Outcome of)
      throws IOException {
    if (copy.exists()) {
      Path fresh = PackBytes.beside(copy, "copy");
      try (Merger merger = new Merger(first.firstSequence());
          DiskFile to = PackBytes.create(copy, fresh)) {
        merger.add(first, of.summary().end());
        merger.add(copy, of.summary().end());
        merger.writeTo(to);
      }
      PackBytes.install(fresh, copy);
    } else {
      whole(first, copy, of.summary().end());
    }
    PackBytes.settle(copy, copied(of.state()), of.summary());
  }

  private static void whole(PackRef first, PackRef copy, long end) throws IOException {
    Path fresh = PackBytes.beside(copy, "copy");
    try (DiskFile from = first.volume().disk().open(first.path(), Disk.Access.READ);
        DiskFile to = PackBytes.create(copy, fresh)) {
      PackBytes.copy(from, to, 0, end);
      PackBytes.finish(to, end);
    }
    PackBytes.install(fresh, copy);
  }
}
