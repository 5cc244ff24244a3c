package org.hokan.archive.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.hokan.archive.index.QuarantineReason;
import org.hokan.archive.storage.DamagedPack;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.ReplayVisitor;
import org.hokan.archive.storage.StoredObject;
import org.hokan.dicom.data.DataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes rows of what the packs hold: the tail after a stop, or everything. */
final class Replay implements ReplayVisitor {
  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
  private static final Runnable NOTHING = () -> {};

  private final PackStore store;
  private final StoredHeads heads;
  private final IndexWriter writer;
  private final DeadFilter dead;
  private final int batchSize;
  private final List<Stored> batch = new ArrayList<>();
  private final LongConsumer progress;
  private final Map<String, Long> passed = new HashMap<>();
  private long batchBytes;
  private long indexed;

  Replay(
      PackStore store, IndexWriter writer, DeadFilter dead, int batchSize, LongConsumer progress) {
    this.store = store;
    this.heads = new StoredHeads(store);
    this.writer = writer;
    this.dead = dead;
    this.batchSize = batchSize;
    this.progress = progress;
  }

  /**
   * Indexes all objects beyond the marks, in order of their sequence.
   *
   * @return how many
   */
  long run(Map<String, Long> marks) {
    store.replay(marks, this);
    flush();
    return indexed;
  }

  /**
   * Up to where dead entries were passed over, pack by pack. Where nothing live stands behind them,
   * no object sets the pack's mark; without it, compaction takes them for not looked at yet.
   */
  Map<String, Long> passed() {
    return passed;
  }

  @Override
  public void object(StoredObject object) {
    if (dead.isDead(object)) {
      passed.merge(object.mark().pack(), object.mark().offset(), Math::max);
      return;
    }
    try {
      Stored next = stored(object, Papers.of(object.name(), object.facts()));
      batch.add(next);
      batchBytes += next.bytes();
    } catch (IllegalArgumentException e) {
      LOG.error(
          "{} at {} in {}: not indexed: {}",
          object.name(),
          object.location().offset(),
          object.location().pack(),
          e.getMessage());
    }
    if (batch.size() >= batchSize || batchBytes >= Stored.MOST_BYTES) {
      flush();
    }
  }

  /** What is damaged and whole nowhere is kept aside, where people see it. */
  private Stored stored(StoredObject object, Papers papers) {
    Optional<DataSet> head = heads.of(object, papers);
    if (head.isEmpty()) {
      LOG.error(
          "{} at {} in {}: damaged, and no copy has it whole; in quarantine",
          object.name(),
          object.location().offset(),
          object.location().pack());
    }
    return new Stored(
        object,
        head.isPresent() ? papers : papers.aside(QuarantineReason.DAMAGED.text()),
        head.orElse(DataSet.empty()),
        NOTHING);
  }

  @Override
  public void damaged(DamagedPack damage) {
    LOG.error("Damaged: {}; what lies behind it is indexed", damage.getMessage());
  }

  /** What is appended there would be taken for what is lost. */
  @Override
  public void shorter(String pack, long mark, long end) {
    throw new IndexAheadException(pack, mark, end);
  }

  @Override
  public void gone(Set<String> packs) {
    LOG.error(
        "index: has objects of {} packs that are on no volume, the first is {}; is a volume not"
            + " configured, or a pack to be put back?",
        packs.size(),
        packs.iterator().next());
  }

  private void flush() {
    if (!batch.isEmpty()) {
      writer.write(List.copyOf(batch));
      indexed += batch.size();
      progress.accept(indexed);
      batch.clear();
      batchBytes = 0;
    }
  }
}
