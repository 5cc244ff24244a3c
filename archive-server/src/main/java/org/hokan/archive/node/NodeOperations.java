package org.hokan.archive.node;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.billing.StudyUsage;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.compaction.CompactionReport;
import org.hokan.archive.compaction.CompactionStatus;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.db.ChangeLogException;
import org.hokan.archive.index.DeadSpace;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.journal.Journal;
import org.hokan.archive.journal.JournalStatus;
import org.hokan.archive.procedure.PerformedProcedures;
import org.hokan.archive.storage.CutEnds;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.StorageException;
import org.hokan.archive.storage.StorageVitals;
import org.hokan.archive.web.CloseFacts;
import org.hokan.archive.web.CompactionFacts;
import org.hokan.archive.web.CompactionResult;
import org.hokan.archive.web.NodeFacts;
import org.hokan.archive.web.Operations;
import org.hokan.archive.web.PartHealth;
import org.hokan.dicom.net.service.DicomServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators ask for that concerns several rooms. */
record NodeOperations(
    Configuration configuration,
    Rooms rooms,
    Ingest ingest,
    Compaction compactions,
    Flows flows,
    DicomServer dicom,
    Instant startedAt)
    implements Operations {

  /** Most examinations under way that a simulation asks for. */
  private static final int MOST_OPEN = 20_000;

  private static final Logger LOG = LoggerFactory.getLogger(NodeOperations.class);

  @Override
  public NodeFacts facts() {
    return new NodeFacts(
        Main.version(),
        configuration.dicom().aeTitle(),
        configuration.dicom().host() + ":" + dicom.port(),
        configuration.dataDirectory().toAbsolutePath(),
        startedAt,
        dicom.associations());
  }

  @Override
  public List<PartHealth> health() {
    List<PartHealth> parts =
        new ArrayList<>(
            List.of(database(), storage(), CopyHealth.of(rooms.store()), index(), ledger()));
    journal().ifPresent(parts::add);
    return List.copyOf(parts);
  }

  @Override
  public Optional<PartHealth> journal() {
    return rooms.journal().map(Journal::status).map(NodeOperations::health);
  }

  /** Without it nothing that people enter is taken; a volume without it is of no use alone. */
  private static PartHealth health(JournalStatus status) {
    PartHealth.State whole = status.isComplete() ? PartHealth.State.UP : PartHealth.State.DEGRADED;
    return new PartHealth(
        "journal", status.isProtecting() ? whole : PartHealth.State.DOWN, status.detail());
  }

  @Override
  public Optional<String> takesNoChange(Throwable failure) {
    return failure instanceof ChangeLogException refused
        ? Optional.of(String.valueOf(refused.getMessage()))
        : Optional.empty();
  }

  private PartHealth database() {
    if (rooms.database().isDamaged()) {
      return new PartHealth(
          "database", false, "damaged; stop the node and start it again: it is made anew");
    }
    try {
      boolean answers = rooms.database().read(tx -> true);
      return new PartHealth("database", answers, rooms.database().kind().name());
    } catch (RuntimeException e) {
      return new PartHealth("database", false, "does not answer; see the log");
    }
  }

  private PartHealth ledger() {
    try {
      int unknown = rooms.ledger().unknownKeys().size();
      return unknown == 0
          ? new PartHealth("ledger", true, "its seals are the node's own")
          : new PartHealth(
              "ledger",
              PartHealth.State.DEGRADED,
              "seals of %d keys that are not the node's; was ledger-key lost? See ledger-keys-earlier"
                  .formatted(unknown));
    } catch (RuntimeException e) {
      LOG.warn("health: seals cannot be read", e);
      return new PartHealth("ledger", PartHealth.State.DEGRADED, "seals cannot be read");
    }
  }

  private PartHealth storage() {
    try (Incoming probe = rooms.store().begin()) {
      CutEnds ends = rooms.store().cutEnds();
      if (ends.areMany()) {
        return new PartHealth(
            "storage",
            PartHealth.State.DEGRADED,
            "%d ends of packs, cut off by starts, are kept; see hokan storage cut-ends"
                .formatted(ends.all().size()));
      }
      StorageVitals vitals = rooms.store().vitals();
      if (vitals.volumesAway() > 0) {
        return new PartHealth(
            "storage",
            PartHealth.State.DEGRADED,
            "%d volumes are not there; see hokan storage status".formatted(vitals.volumesAway()));
      }
      return new PartHealth(
          "storage",
          probe.length() == 0,
          "%d objects since the start, %d failures".formatted(vitals.objects(), vitals.failures()));
    } catch (StorageException e) {
      return new PartHealth("storage", false, String.valueOf(e.getMessage()));
    }
  }

  private PartHealth index() {
    boolean up = ingest.isIndexing() && !ingest.isRebuilding();
    String detail = ingest.isRebuilding() ? "being rebuilt" : ingest.indexLag() + " objects to go";
    return new PartHealth("index", up, detail);
  }

  @Override
  public boolean awaitIndexed() {
    try {
      return ingest.awaitIndexed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void settleStudies(Instant until) {
    if (!awaitIndexed()) {
      throw new IllegalStateException(
          "index: not up to date (expected: all that was received; try again later)");
    }
    ingest.settle(until);
  }

  @Override
  public List<StudyUsage> openExams(String facility) {
    return ingest.openExams(facility, MOST_OPEN);
  }

  @Override
  public void closeMonth(YearMonth month, String who) {
    flows.closes().begin(month, who);
  }

  @Override
  public Optional<CloseFacts> closing() {
    return flows.closes().facts();
  }

  @Override
  public long rebuildIndex(String who, LongConsumer progress) {
    try {
      long objects = ingest.rebuild(who, progress);
      PerformedProcedures.lookAgain(rooms.database(), flows.jobs());
      return objects;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("node is stopping", e);
    }
  }

  @Override
  public void releaseQuarantined(long id, String who) {
    ingest.release(id, who);
  }

  @Override
  public void removeQuarantined(long id, String who) {
    ingest.remove(id, who);
  }

  @Override
  public void forgetCutEnd(String name, String who) {
    rooms
        .database()
        .runForced(
            tx ->
                rooms
                    .audit()
                    .record(
                        tx,
                        AuditEvent.change(rooms.clock().instant(), who, "storage.cut-end.forget")
                            .detail(name)
                            .build()));
    rooms.store().cutEnds().forget(name);
  }

  @Override
  public CompactionFacts compaction() {
    CompactionStatus status = compactions.status();
    List<DeadSpace> dead = compactions.deadSpace();
    return new CompactionFacts(
        dead.stream().mapToLong(DeadSpace::entries).sum(),
        dead.stream().mapToLong(DeadSpace::bytes).sum(),
        status.packs(),
        status.entries(),
        status.bytes(),
        status.failures());
  }

  @Override
  public CompactionResult compact(String who, boolean now, Consumer<String> progress) {
    CompactionReport report = compactions.demanded(who, now, progress);
    return new CompactionResult(
        report.packs(), report.entries(), report.bytes(), report.waiting(), report.problems());
  }
}
