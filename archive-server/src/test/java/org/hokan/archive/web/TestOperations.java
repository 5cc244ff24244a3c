package org.hokan.archive.web;

import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.billing.ContractClause;
import org.hokan.archive.billing.SecondCopy;
import org.hokan.archive.billing.StudyUsage;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.Index;
import org.hokan.archive.storage.PackStore;

/** The operations of a node that takes no images: on the same rooms, as short as can be. */
final class TestOperations implements Operations {
  private final Database database;
  private final Index index;
  private final UsageLedger ledger;
  private final PackStore store;
  private final Audit audit;
  private final Path folder;
  volatile boolean storageUp = true;
  volatile boolean indexed = true;

  /** With what a call ends that needs what was received. */
  volatile Optional<RuntimeException> failing = Optional.empty();

  /** A close that does not end; empty: months are closed at once. */
  volatile Optional<CloseFacts> closing = Optional.empty();

  /** A rebuild waits for it. */
  volatile CountDownLatch rebuildMayEnd = new CountDownLatch(0);

  TestOperations(
      Database database,
      Index index,
      UsageLedger ledger,
      PackStore store,
      Audit audit,
      Path folder) {
    this.database = database;
    this.index = index;
    this.ledger = ledger;
    this.store = store;
    this.audit = audit;
    this.folder = folder;
  }

  @Override
  public NodeFacts facts() {
    return new NodeFacts("0.1.0", "HOKAN", "0.0.0.0:11112", folder, AdminNode.NOON, 3);
  }

  @Override
  public List<PartHealth> health() {
    return List.of(
        new PartHealth("database", true, ""),
        new PartHealth("storage", storageUp, storageUp ? "" : "volume is gone"));
  }

  @Override
  public Optional<PartHealth> journal() {
    return Optional.empty();
  }

  @Override
  public Optional<String> takesNoChange(Throwable failure) {
    return failure instanceof FullJournal ? Optional.of(FullJournal.TEXT) : Optional.empty();
  }

  /** As of a node whose volume is full. */
  static final class FullJournal extends RuntimeException {
    static final String TEXT = "change: refused: journal: no volume takes it";
    private static final long serialVersionUID = 1;
  }

  @Override
  public boolean awaitIndexed() {
    failing.ifPresent(
        failure -> {
          throw failure;
        });
    return indexed;
  }

  @Override
  public List<StudyUsage> openExams(String facility) {
    return List.of();
  }

  @Override
  public void settleStudies(Instant until) {
    database.run(
        tx ->
            index
                .unsettled(tx, until, 1000)
                .forEach(
                    study -> {
                      ledger.recordStudy(
                          tx,
                          new StudyUsage(
                              study.facility(),
                              study.studyInstanceUid().value(),
                              study.patientKey(),
                              study.images(),
                              study.bytes(),
                              study.firstArrival(),
                              study.lastArrival(),
                              study.callingAe(),
                              new ContractClause(
                                  study.decided().contractId(), study.decided().contractVersion()),
                              study.decided().ruleName(),
                              SecondCopy.NONE));
                      index.settled(tx, study);
                    }));
  }

  @Override
  public void closeMonth(YearMonth month, String who) {
    if (closing.isEmpty()) {
      ledger.close(month, who);
    }
  }

  @Override
  public Optional<CloseFacts> closing() {
    return closing;
  }

  @Override
  public long rebuildIndex(String who, LongConsumer progress) {
    AtomicLong count = new AtomicLong();
    store.replay(Map.of(), object -> progress.accept(count.incrementAndGet()));
    try {
      rebuildMayEnd.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    database.run(tx -> note(tx, who, "index.rebuild"));
    return count.get();
  }

  @Override
  public void releaseQuarantined(long id, String who) {
    database.runForced(
        tx -> {
          index.release(tx, id, then -> then, arrival -> false);
          note(tx, who, "quarantine.release");
        });
  }

  @Override
  public void removeQuarantined(long id, String who) {
    database.runForced(
        tx -> {
          index.remove(tx, id);
          note(tx, who, "quarantine.remove");
        });
  }

  @Override
  public CompactionFacts compaction() {
    return new CompactionFacts(index.deadSpace().size(), 0, 0, 0, 0, 0);
  }

  @Override
  public CompactionResult compact(String who, boolean now, Consumer<String> progress) {
    progress.accept("0 packs, 0 entries, 0 bytes given back");
    database.run(tx -> note(tx, who, now ? "storage.compact now" : "storage.compact"));
    return new CompactionResult(0, 0, 0, 2, List.of());
  }

  private void note(Tx tx, String who, String action) {
    audit.record(tx, AuditEvent.change(AdminNode.NOON, who, action).build());
  }

  @Override
  public void forgetCutEnd(String name, String who) {
    throw new UnsupportedOperationException("no packs here");
  }
}
