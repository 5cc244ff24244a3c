package org.hokan.archive.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.hokan.archive.db.Database;
import org.hokan.archive.index.ArrivedInstance;
import org.hokan.archive.index.DeadSpace;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.VolumeMissing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the index anew from the packs. Meanwhile nothing is stored and no query answered: an answer
 * without all images would be worse than none.
 */
final class Rebuild implements AutoCloseable {
  private static final int LONGEST_STOP_SECONDS = 30;
  private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

  private final PackStore store;
  private final Database database;
  private final Index index;
  private final IndexWriter writer;
  private final IndexWriter again;
  private final Consumer<ArrivedInstance> early;
  private final int batchSize;
  private final UnfinishedRebuild unfinished;
  private final AtomicBoolean running = new AtomicBoolean();
  private final ReentrantLock working = new ReentrantLock();
  private volatile boolean incomplete;
  private volatile boolean closing;

  /**
   * @param writer of what the index has not had yet
   * @param again of everything, into an empty index
   * @param early files one form in its original's turn
   */
  Rebuild(
      IngestRooms rooms,
      IndexWriter writer,
      IndexWriter again,
      Consumer<ArrivedInstance> early,
      int batchSize) {
    this.store = rooms.store();
    this.unfinished = new UnfinishedRebuild(rooms.store());
    this.database = rooms.database();
    this.index = rooms.index();
    this.writer = writer;
    this.again = again;
    this.early = early;
    this.batchSize = batchSize;
  }

  /** Whether the index lacks what the packs hold: one is running, or the last one failed. */
  boolean isUnfinished() {
    return running.get() || incomplete;
  }

  /**
   * The tail of the packs beyond the index; answers how many objects it had. An index that knows
   * packs which compaction has replaced since is older than the packs: it is made anew. Packs that
   * have gone otherwise are lost, or on a volume that is not there: what is known of them stays.
   */
  long recover() {
    Map<String, Long> marks = index.marks();
    store.passOver(marks.keySet());
    store.passOver(index.deadSpace().stream().map(DeadSpace::pack).collect(Collectors.toSet()));
    putBack(marks);
    Set<String> gone = new TreeSet<>(marks.keySet());
    gone.removeAll(store.packNames());
    Optional<String> replaced = gone.stream().filter(store::isReplaced).findFirst();
    if (replaced.isPresent()) {
      LOG.warn(
          "index: it knows pack {}, which compaction has replaced since; it is older than the"
              + " packs, and is made anew",
          replaced.get());
      return anewAtStart();
    }
    if (unfinished.isNoted()) {
      LOG.warn("index: a stop ended a rebuild before its end; it goes on");
      return unfinished.isEmptied() ? goOn(again, Rebuild::tell) : anewAtStart();
    }
    if (marks.isEmpty() && !store.packNames().isEmpty()) {
      LOG.warn("index: it knows none of the packs that are there; it is made of them");
      return anewAtStart(); // notes that first: a stop amid it must not pass for its end
    }
    if (!gone.isEmpty()) {
      LOG.error(
          "index: {} packs that it knows are on no volume, the first is {} (expected: none; is a"
              + " volume not configured, or to be put back?)",
          gone.size(),
          gone.iterator().next());
    }
    Set<StoredAt> aside = formsAside().keySet();
    long found = run(replay(writer, objects -> {}), marks);
    return aside.containsAll(formsAside().keySet()) ? found : anewAtStart();
  }

  private long anewAtStart() {
    return anew(again, Rebuild::tell);
  }

  private static void tell(long objects) {
    LOG.info("index: {} objects so far", objects);
  }

  /** What the index knows was acknowledged: that a start took it for torn does not cut it off. */
  private void putBack(Map<String, Long> marks) {
    int ends = store.cutEnds().putBack(marks);
    if (ends > 0) {
      LOG.error(
          "index: {} packs got back an end that was acknowledged, and is damaged; see hokan storage"
              + " status",
          ends);
    }
  }

  /** Everything, from the start. */
  private long anew(IndexWriter to, LongConsumer progress) {
    unfinished.note();
    database.runForced(index::clear);
    unfinished.noteEmptied();
    return goOn(to, progress);
  }

  /**
   * What the packs hold beyond what was filed since the index was emptied: marks and rows are of
   * one transaction, and in the order in which all came. Everything again where smaller forms were
   * put aside since something that came after their originals was filed first: then these forms are
   * filed in the originals' turn.
   */
  private long goOn(IndexWriter to, LongConsumer progress) {
    Map<StoredAt, ArrivedInstance> forms = new HashMap<>();
    long objects = run(replay(to, progress), index.marks());
    Map<StoredAt, ArrivedInstance> aside = formsAside();
    while (!forms.keySet().containsAll(aside.keySet())) {
      LOG.warn(
          "index: {} objects stand behind others that came after their turn; it is made anew with"
              + " these in their turn",
          aside.size());
      forms.putAll(aside);
      database.runForced(index::clear);
      objects = run(replay(new Turns(forms.values(), early, to), progress), Map.of());
      aside = formsAside();
    }
    unfinished.forget();
    return objects;
  }

  private Map<StoredAt, ArrivedInstance> formsAside() {
    return index.formsAside().stream()
        .collect(Collectors.toMap(ArrivedInstance::at, Function.identity()));
  }

  private long run(Replay replay, Map<String, Long> marks) {
    long objects = replay.run(marks);
    database.run(tx -> replay.passed().forEach((pack, offset) -> index.setMark(tx, pack, offset)));
    return objects;
  }

  /** Leaves out what is dead. */
  private Replay replay(IndexWriter to, LongConsumer progress) {
    return new Replay(store, to, new DeadFilter(index, store), batchSize, progress);
  }

  /**
   * All of it, in the calling thread; answers how many objects there are. When it fails, the gate
   * stays shut: a new object would move the marks past those that are not indexed yet.
   *
   * @throws IllegalStateException when one is running, or the node stops before its end
   * @throws VolumeMissing when a volume is away, whose objects the index would forget; it stays as
   *     it is
   */
  long run(Gate gate, Indexer indexer, LongConsumer progress) throws InterruptedException {
    if (!running.compareAndSet(false, true)) {
      throw new IllegalStateException("index: a rebuild is running (expected: one at a time)");
    }
    LOG.info("index: rebuild from the packs begins; nothing is stored or found meanwhile");
    working.lock();
    try {
      gate.shut();
      indexer.drain();
      store.requireVolumes();
      incomplete = true;
      putBack(index.marks());
      long objects = anew(this::write, progress);
      incomplete = false;
      LOG.info("index: rebuilt of {} objects", objects);
      return objects;
    } finally {
      end(gate);
      working.unlock();
    }
  }

  /** Runs something between two rebuilds; false while one is running or not completed. */
  boolean besides(Runnable step) {
    if (!working.tryLock()) {
      return false;
    }
    try {
      if (incomplete) {
        return false;
      }
      step.run();
      return true;
    } finally {
      working.unlock();
    }
  }

  private void end(Gate gate) {
    if (incomplete) {
      LOG.error(
          "index: rebuild not completed; nothing is stored or found until another one, or the next"
              + " start, has completed it");
    } else {
      gate.open();
    }
    running.set(false);
  }

  private void write(List<Stored> batch) {
    if (closing) {
      throw new IllegalStateException("index: rebuild ended by the node's stop");
    }
    again.write(batch);
  }

  /** Ends a rebuild between two batches and waits for that, for a bounded time. */
  @Override
  public void close() {
    closing = true;
    try {
      if (working.tryLock(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
        working.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
