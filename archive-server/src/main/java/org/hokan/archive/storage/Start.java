package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Goes through a volume's packs when the store starts and recovers those that were left open. */
final class Start {
  private final PackRecovery recovery;
  private final Map<Shelf, ShelfWriter.Resumable> resumable;
  private final BiConsumer<PackRef, PackSummary> left;
  private final boolean readAllSummaries;
  private final List<PackRef> recovered = new ArrayList<>();
  private final Set<Path> forced = new HashSet<>();
  private long last;

  /**
   * @param resumable gets the latest closed pack of each shelf
   * @param left takes what cannot be ended now, and is only read
   * @param readAllSummaries when no volume remembers the bound of the sequences
   */
  Start(
      PackRecovery recovery,
      Map<Shelf, ShelfWriter.Resumable> resumable,
      BiConsumer<PackRef, PackSummary> left,
      boolean readAllSummaries) {
    this.recovery = recovery;
    this.resumable = resumable;
    this.left = left;
    this.readAllSummaries = readAllSummaries;
  }

  void add(PackCatalog.Found found) throws IOException {
    seen(found.pack().firstSequence());
    if (found.present() && found.states().equals(EnumSet.of(PackStatus.State.SEALED))) {
      seenSummary(found.pack());
      return;
    }
    Optional<PackRecovery.Outcome> outcome = recovery.recover(found);
    if (outcome.isEmpty()) {
      seenSummary(found.pack());
      return;
    }
    PackSummary summary = outcome.get().summary();
    seen(summary.lastSequence());
    if (outcome.get().state() == PackStatus.State.OPEN) {
      left.accept(found.pack(), summary);
      return;
    }
    recovered.add(found.pack());
    if (outcome.get().state() == PackStatus.State.CLOSED) {
      resumable.merge(
          found.pack().shelf(),
          new ShelfWriter.Resumable(found.pack(), summary),
          (a, b) -> a.pack().firstSequence() > b.pack().firstSequence() ? a : b);
    }
  }

  /** A process may have ended before it could force the name; to be believed it must stay. */
  void addLarge(PackRef large) throws IOException {
    seen(large.firstSequence());
    if (forced.add(large.folder())) {
      large.volume().disk().forceFolder(large.folder());
    }
  }

  /** Packs that were not sealed. */
  List<PackRef> recovered() {
    return recovered;
  }

  private void seenSummary(PackRef pack) throws IOException {
    if (readAllSummaries) {
      PackCatalog.known(pack)
          .flatMap(PackCatalog.Known::summary)
          .ifPresent(summary -> seen(summary.lastSequence()));
    }
  }

  void seen(long sequence) {
    last = Math.max(last, sequence);
  }

  /** The greatest sequence found. */
  long last() {
    return last;
  }
}
