package org.hokan.archive.retrieve;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.hokan.archive.index.InstanceRow;

/**
 * The objects of one C-MOVE or C-GET in their order; while the receiver takes one, the next {@value
 * #AHEAD} are read and proven by other threads. For one thread at a time.
 */
final class ReadAhead {
  private static final int AHEAD = 2;

  private final Sources sources;
  private final List<InstanceRow> rows;
  private final Executor readers;
  private final Queue<CompletableFuture<StoredSource>> ready = new ArrayDeque<>();
  private int begun;

  ReadAhead(Sources sources, List<InstanceRow> rows, Executor readers) {
    this.sources = sources;
    this.rows = rows;
    this.readers = readers;
  }

  boolean hasNext() {
    return begun < rows.size() || !ready.isEmpty();
  }

  /** The next object. */
  StoredSource next() {
    while (begun < rows.size() && ready.size() <= AHEAD) {
      StoredSource source = sources.of(rows.get(begun++));
      ready.add(CompletableFuture.supplyAsync(source::prepared, readers));
    }
    return ready.remove().join();
  }
}
