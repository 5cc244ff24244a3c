package org.hokan.archive.storage;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The writers of the shelves that were used since the start. Thread-safe. */
final class OpenShelves implements Replay.LivePacks {
  private final ConcurrentHashMap<Shelf, ShelfWriter> writers = new ConcurrentHashMap<>();

  ShelfWriter writer(Shelf shelf, Function<Shelf, ShelfWriter> fresh) {
    return writers.computeIfAbsent(shelf, fresh);
  }

  Collection<ShelfWriter> all() {
    return writers.values();
  }

  @Override
  public Optional<PackSummary> summary(PackRef pack) {
    return Optional.ofNullable(writers.get(pack.shelf()))
        .flatMap(ShelfWriter::open)
        .filter(open -> open.ref().equals(pack))
        .map(OpenPack::summary);
  }

  /** Closes the pack that the shelf has open, and waits for that. */
  void end(Shelf shelf) {
    ShelfWriter writer = writers.get(shelf);
    if (writer != null) {
      writer.end().join();
    }
  }

  /** Closes all packs, and waits for that. */
  void endAll() {
    CompletableFuture.allOf(
            writers.values().stream().map(ShelfWriter::end).toArray(CompletableFuture[]::new))
        .join();
  }
}
