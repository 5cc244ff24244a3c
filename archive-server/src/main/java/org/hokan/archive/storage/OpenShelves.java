package org.hokan.archive.storage;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The writers of the shelves that were used since the start. Thread-safe. */
final class OpenShelves implements Replay.LivePacks {
  private final ConcurrentHashMap<Shelf, ShelfWriter> writers = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<PackRef, PackSummary> left = new ConcurrentHashMap<>();

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
        .map(OpenPack::summary)
        .or(() -> Optional.ofNullable(left.get(pack)));
  }

  /** A start could not end the pack: it is only read, and its own files do not tell of it. */
  void leave(PackRef pack, PackSummary known) {
    left.put(pack, known);
  }

  @Override
  public boolean isLeft(PackRef pack) {
    return left.containsKey(pack);
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
