package org.hokan.archive.storage;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the spill file of a large object a pack of one entry: header before the body, force,
 * rename, force of the folder. Thread-safe.
 */
final class LargeWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LargeWriter.class);

  private final SequenceCounter sequences;
  private final Workers workers;
  private final Counters counters;
  private final Copies copies;

  LargeWriter(SequenceCounter sequences, Workers workers, Counters counters, Copies copies) {
    this.sequences = sequences;
    this.workers = workers;
    this.counters = counters;
    this.copies = copies;
  }

  void submit(Pending pending, Shelf shelf, SpillFile file) {
    try {
      workers.large().execute(() -> run(pending, shelf, file));
    } catch (RejectedExecutionException e) {
      pending.failed(new StorageException("the store is closed", e));
    }
  }

  private void run(Pending pending, Shelf shelf, SpillFile file) {
    StoredObject stored;
    try {
      stored = finish(pending, shelf, file);
    } catch (IOException e) {
      LOG.error("Shelf {}: a large object cannot be stored", shelf, e);
      counters.failures.increment();
      String message =
          "shelf %s: large object cannot be stored: %s".formatted(shelf, e.getMessage());
      pending.failed(
          DiskFull.is(e) ? new SpaceExhausted(message, e) : new StorageException(message, e));
      return;
    } catch (RuntimeException | Error e) {
      LOG.error("Shelf {}: a large object cannot be stored", shelf, e);
      counters.failures.increment();
      pending.failed(
          e instanceof StorageException s ? s : new StorageException("large object failed", e));
      return;
    }
    counters.objects.increment();
    counters.bytes.add(stored.length());
    pending.succeeded(stored);
  }

  private StoredObject finish(Pending pending, Shelf shelf, SpillFile file) throws IOException {
    if (!file.volume().look()) {
      throw new VolumeMissing("volume %s: its marker has gone".formatted(file.volume()));
    }
    long sequence = sequences.take(1);
    PackRef pack = new PackRef(file.volume(), shelf, sequence, true);
    EntryHeader header = pending.header(sequence, sequence);
    counters.commitGroups.increment();
    counters.forces.increment();
    LargeCopy second = new LargeCopy(copies, pack);
    second.prepare(file, header);
    try {
      file.becomePack(pack, header);
    } catch (IOException e) {
      second.discard();
      throw e;
    }
    second.finish();
    pending.object().spillTaken();
    return header.stored(pack, EntryHeader.RESERVED);
  }
}
