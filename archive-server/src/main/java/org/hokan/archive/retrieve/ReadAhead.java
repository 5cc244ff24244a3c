package org.hokan.archive.retrieve;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.hokan.archive.index.InstanceRow;

/**
 * The objects of one C-MOVE or C-GET in their order. The next stills are read and proven on other
 * threads while the receiver takes those before them. For one thread.
 */
final class ReadAhead implements AutoCloseable {
  private static final int MOST_AHEAD = 3;

  private final Sources sources;
  private final Executor readers;
  private final Consumer<StoredSource> prepare;
  private final Iterator<InstanceRow> rows;
  private final Queue<StoredSource> ahead = new ArrayDeque<>();

  /**
   * @param prepare what is done ahead with an object
   */
  ReadAhead(
      Sources sources,
      Executor readers,
      Iterator<InstanceRow> rows,
      Consumer<StoredSource> prepare) {
    this.sources = sources;
    this.prepare = prepare;
    this.readers = readers;
    this.rows = rows;
    readOn();
  }

  boolean hasNext() {
    return !ahead.isEmpty();
  }

  /** The next object; whoever gets it closes it. */
  StoredSource next() {
    StoredSource next = ahead.remove();
    try {
      readOn();
    } catch (RuntimeException e) {
      next.closeWhenPrepared();
      throw e;
    }
    return next;
  }

  private void readOn() {
    while (ahead.size() < MOST_AHEAD && rows.hasNext()) {
      StoredSource source = sources.of(rows.next());
      source.isBeingPrepared(CompletableFuture.runAsync(() -> prepare.accept(source), readers));
      ahead.add(source);
    }
  }

  /** Gives back what was read in vain. */
  @Override
  public void close() {
    ahead.forEach(StoredSource::closeWhenPrepared);
    ahead.clear();
  }
}
