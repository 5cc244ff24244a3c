package org.hokan.archive.storage;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The appends of one shelf. All objects that wait while a batch is written and forced make the next
 * batch, so they share one force. Holds no thread while there is nothing to do. Thread-safe.
 */
final class ShelfWriter {

  /** What the writers of all shelves share. */
  record Surroundings(
      StorageSettings settings,
      Clock clock,
      Volumes volumes,
      SequenceCounter sequences,
      Workers workers,
      Counters counters,
      Copies copies,
      SegmentPool scratches) {}

  /** A closed pack that has room. */
  record Resumable(PackRef pack, PackSummary summary) {}

  private static final Logger LOG = LoggerFactory.getLogger(ShelfWriter.class);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final int MAX_BATCH_OBJECTS = 256;
  private static final long MAX_BATCH_BYTES = 8L << 20;

  private final Shelf shelf;
  private final Surroundings store;
  private final WriteAheadStep step;
  private final ShelfCopy copy;
  private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean aheadScheduled = new AtomicBoolean();

  // Written only by the one task that runs; `scheduled` orders one task's writes before the next.
  private volatile @Nullable OpenPack pack;
  private @Nullable Resumable resumable;
  private volatile Instant lastAppend;
  private final AtomicReference<@Nullable CompletableFuture<Void>> ending = new AtomicReference<>();
  private final Queue<Sealing> sealing = new ConcurrentLinkedQueue<>();

  /** A wish that a pack be sealed; complete when it is, or is not. */
  private record Sealing(PackRef pack, CompletableFuture<Boolean> done) {}

  ShelfWriter(Shelf shelf, Surroundings store, @Nullable Resumable resumable) {
    this.shelf = shelf;
    this.store = store;
    this.resumable = resumable;
    this.copy = store.copies().of(shelf);
    this.lastAppend = store.clock().instant();
    this.step = new WriteAheadStep(store.settings());
  }

  void submit(Pending pending) {
    queue.add(pending);
    schedule();
  }

  private void schedule() {
    if (!scheduled.compareAndSet(false, true)) {
      return;
    }
    try {
      store.workers().writers().execute(this::run);
    } catch (RejectedExecutionException e) {
      scheduled.set(false);
      Pending left = queue.poll();
      while (left != null) {
        left.failed(new StorageException("the store is closed", e));
        left = queue.poll();
      }
      sealing.forEach(asked -> asked.done().complete(false));
      sealing.clear();
    }
  }

  /** One batch, or the end of the pack; then others get their turn. */
  private void run() {
    try {
      sealIfAsked();
      List<Pending> batch = nextBatch();
      if (!batch.isEmpty()) {
        commit(batch);
      } else {
        endIfAsked();
        restIfIdle();
      }
    } finally {
      scheduled.set(false);
      if (!queue.isEmpty() || ending.get() != null || !sealing.isEmpty()) {
        schedule();
      }
    }
  }

  private void sealIfAsked() {
    for (Sealing asked = sealing.poll(); asked != null; asked = sealing.poll()) {
      try {
        asked.done().complete(sealed(asked.pack()));
      } catch (IOException | RuntimeException e) {
        LOG.warn("Pack {} cannot be sealed", asked.pack(), e);
      } finally {
        asked.done().complete(false); // no more than said already, unless it failed
      }
    }
  }

  /** One that is closed is opened for that, so that its copy goes the same way. */
  private boolean sealed(PackRef asked) throws IOException {
    OpenPack open = pack;
    if (open == null || !open.ref().equals(asked)) {
      endPack(PackStatus.State.CLOSED);
      Optional<Resumable> closed = closed(asked);
      if (pack != null || closed.isEmpty()) {
        return false;
      }
      Resumable kept = resumable;
      resumable = closed.get();
      pack = reopen();
      resumable = kept == null || kept.pack().equals(asked) ? null : kept;
    }
    boolean there = pack != null;
    endPack(PackStatus.State.SEALED);
    return there && stateOf(asked).equals(Optional.of(PackStatus.State.SEALED));
  }

  private static Optional<PackStatus.State> stateOf(PackRef pack) throws IOException {
    return PackCatalog.known(pack).map(PackCatalog.Known::state);
  }

  private static Optional<Resumable> closed(PackRef pack) throws IOException {
    return PackCatalog.known(pack)
        .filter(known -> known.state() == PackStatus.State.CLOSED)
        .flatMap(PackCatalog.Known::summary)
        .map(summary -> new Resumable(pack, summary));
  }

  private void endIfAsked() {
    CompletableFuture<Void> asked = ending.getAndSet(null);
    if (asked != null) {
      try {
        endPack(PackStatus.State.CLOSED);
      } finally {
        asked.complete(null);
      }
    }
  }

  private void restIfIdle() {
    OpenPack open = pack;
    if (open != null && isIdle(REST)) {
      open.rest();
    }
  }

  private boolean isIdle(Duration time) {
    return !lastAppend.plus(time).isAfter(store.clock().instant());
  }

  private List<Pending> nextBatch() {
    List<Pending> batch = new ArrayList<>();
    long bytes = 0;
    long most = Math.min(MAX_BATCH_BYTES, store.settings().packSize());
    Pending next = queue.peek();
    while (next != null
        && batch.size() < MAX_BATCH_OBJECTS
        && (batch.isEmpty() || bytes + next.object().length() <= most)) {
      queue.remove();
      batch.add(next);
      bytes += next.object().length();
      next = queue.peek();
    }
    return batch;
  }

  private void commit(List<Pending> batch) {
    List<StoredObject> stored;
    try {
      long first = store.sequences().take(batch.size());
      OpenPack open = openPack(first);
      stored = append(open, batchOf(batch, first, open));
    } catch (IOException e) {
      fail(batch, failure(e));
      return;
    } catch (StorageException e) {
      fail(batch, e);
      return;
    } catch (RuntimeException | Error e) {
      LOG.error("Shelf {}: a batch failed", shelf, e);
      fail(batch, new StorageException("shelf %s: object cannot be stored".formatted(shelf), e));
      return;
    }
    lastAppend = store.clock().instant();
    store.counters().commitGroups.increment();
    store.counters().objects.add(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      store.counters().bytes.add(stored.get(i).length());
      batch.get(i).succeeded(stored.get(i));
    }
    afterAppend(stored);
  }

  private EntryBatch batchOf(List<Pending> batch, long first, OpenPack open) {
    return new EntryBatch(batch, first, open.summary().end(), store.scratches());
  }

  private List<StoredObject> append(OpenPack open, EntryBatch batch) throws IOException {
    try {
      return open.append(batch);
    } catch (CopyUnavailable e) {
      endPack(PackStatus.State.CLOSED);
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      LOG.error("Pack {} is given up: {}", open.ref(), e.getMessage(), e);
      giveUp(open);
      throw e;
    }
  }

  private void afterAppend(List<StoredObject> stored) {
    OpenPack open = pack;
    if (open == null) {
      return;
    }
    copy.appended(open, stored);
    if (open.summary().end() >= store.settings().packSize()) {
      endPack(PackStatus.State.SEALED);
    } else if (open.wantsWriteAhead() && aheadScheduled.compareAndSet(false, true)) {
      store.workers().ahead().execute(() -> writeAhead(open));
    }
  }

  private void writeAhead(OpenPack open) {
    aheadScheduled.set(false);
    open.writeAhead();
  }

  private StorageException failure(IOException e) {
    String message = "shelf %s: object cannot be stored: %s".formatted(shelf, e.getMessage());
    return DiskFull.is(e) ? new SpaceExhausted(message, e) : new StorageException(message, e);
  }

  private void fail(List<Pending> batch, StorageException failure) {
    store.counters().failures.add(batch.size());
    batch.forEach(pending -> pending.failed(failure));
  }

  private OpenPack openPack(long firstSequence) throws IOException {
    OpenPack open = pack;
    if (open != null && open.usable()) {
      boolean spared = store.volumes().isToBeSpared(open.ref().volume());
      if (!spared && !copy.isToEnd(open)) {
        return open;
      }
      endPack(spared ? PackStatus.State.SEALED : PackStatus.State.CLOSED);
    } else if (open != null) {
      LOG.error("Pack {} is given up", open.ref());
      giveUp(open);
    }
    if (resumable != null && store.volumes().isToBeSpared(resumable.pack().volume())) {
      resumable = null;
    }
    OpenPack next = reopen();
    if (next == null) {
      next = create(firstSequence);
    }
    pack = next;
    return next;
  }

  private @Nullable OpenPack reopen() {
    Resumable closed = resumable;
    resumable = null;
    if (closed == null || !closed.pack().volume().look()) {
      return null;
    }
    Optional<Second> second = copy.reopen(closed);
    if (second.isEmpty()) {
      return null;
    }
    try {
      return OpenPack.reopen(closed.pack(), closed.summary(), step, store.counters())
          .with(second.get());
    } catch (IOException e) {
      second.get().ended(PackStatus.State.CLOSED);
      LOG.warn("Pack {} cannot be opened again; a new one is begun", closed.pack(), e);
      return null;
    }
  }

  private OpenPack create(long firstSequence) throws IOException {
    Volume volume = store.volumes().roomiest();
    if (!volume.look()) {
      throw new VolumeMissing("volume %s: its marker has gone".formatted(volume));
    }
    PackRef ref = new PackRef(volume, shelf, firstSequence, false);
    Second second = copy.create(ref);
    try {
      return OpenPack.create(ref, step, store.counters()).with(second);
    } catch (IOException e) {
      second.ended(PackStatus.State.CLOSED);
      throw e;
    }
  }

  private void giveUp(OpenPack open) {
    pack = null;
    open.giveUp();
  }

  private void endPack(PackStatus.State state) {
    OpenPack open = pack;
    if (open == null) {
      return;
    }
    try {
      open.end(state);
      pack = null;
      if (state == PackStatus.State.CLOSED) {
        step.idle();
        resumable = new Resumable(open.ref(), open.summary());
      }
    } catch (IOException e) {
      LOG.error("Pack {} cannot be ended and is given up", open.ref(), e);
      giveUp(open);
    }
  }

  /**
   * Closes the pack when nothing was appended for so long; after a second already its state is
   * forced. While objects come this costs nothing: each batch proves the one before it.
   */
  void tick(Duration idle) {
    OpenPack open = pack;
    if (open != null && isIdle(idle)) {
      end();
    } else if (open != null && open.wantsRest() && isIdle(REST)) {
      schedule();
    }
  }

  /** Closes the pack after all that waits; complete when that is done. */
  CompletableFuture<Void> end() {
    CompletableFuture<Void> fresh = new CompletableFuture<>();
    CompletableFuture<Void> before = ending.compareAndExchange(null, fresh);
    CompletableFuture<Void> end = before == null ? fresh : before;
    schedule();
    return end;
  }

  /** Seals a pack of the shelf, between two batches; answers whether it is sealed. */
  CompletableFuture<Boolean> seal(PackRef asked) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    sealing.add(new Sealing(asked, done));
    schedule();
    return done;
  }

  /** The pack that is being appended to. */
  Optional<OpenPack> open() {
    return Optional.ofNullable(pack);
  }
}
