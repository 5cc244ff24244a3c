package org.hokan.archive.ingest;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.hokan.archive.db.Database;
import org.hokan.archive.index.Index;
import org.hokan.archive.storage.PackStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the index anew from the packs. Meanwhile nothing is stored and no query answered: an answer
 * without all images would be worse than none.
 */
final class Rebuild {
  private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

  private final PackStore store;
  private final Database database;
  private final Index index;
  private final IndexWriter writer;
  private final int batchSize;
  private final AtomicBoolean running = new AtomicBoolean();

  Rebuild(PackStore store, Database database, Index index, IndexWriter writer, int batchSize) {
    this.store = store;
    this.database = database;
    this.index = index;
    this.writer = writer;
    this.batchSize = batchSize;
  }

  boolean isRunning() {
    return running.get();
  }

  /** The tail of the packs beyond the index; answers how many objects it had. */
  long recover() {
    return new Replay(store, writer, batchSize, objects -> {}).run(index.marks());
  }

  /**
   * All of it, in the calling thread; answers how many objects there are.
   *
   * @throws IllegalStateException when one is running
   */
  long run(Gate gate, Indexer indexer, LongConsumer progress) throws InterruptedException {
    if (!running.compareAndSet(false, true)) {
      throw new IllegalStateException("index: a rebuild is running (expected: one at a time)");
    }
    LOG.info("index: rebuild from the packs begins; nothing is stored or found meanwhile");
    try {
      gate.shut();
      indexer.drain();
      database.runForced(index::clear);
      long objects = new Replay(store, writer, batchSize, progress).run(Map.of());
      LOG.info("index: rebuilt of {} objects", objects);
      return objects;
    } finally {
      gate.open();
      running.set(false);
    }
  }
}
