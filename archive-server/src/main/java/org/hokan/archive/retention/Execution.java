package org.hokan.archive.retention;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.contract.KeptUntil;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.Certificate;
import org.hokan.archive.index.DestructionOrder;
import org.hokan.archive.index.KeptStudy;
import org.hokan.archive.job.Job;
import org.hokan.archive.job.JobResult;
import org.hokan.dicom.data.Uid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Destroys the studies of an approved list, one after the other, each in one forced transaction
 * with its certificate, its record in the ledger and its event in the audit trail: after a crash a
 * study is there whole or destroyed whole, and the job goes on with the next. Whatever speaks
 * against a study now keeps it; one that fails is passed over.
 */
final class Execution {
  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  private final RetentionRooms rooms;
  private final Due due;
  private final Clock clock;
  private final RetentionFigures figures;
  private final List<Destroyed> listeners = new CopyOnWriteArrayList<>();

  Execution(RetentionRooms rooms, Due due, Clock clock, RetentionFigures figures) {
    this.rooms = rooms;
    this.due = due;
    this.clock = clock;
    this.figures = figures;
  }

  void whenDestroyed(Destroyed listener) {
    listeners.add(listener);
  }

  /** What came of one study. */
  private record Result(ItemState state, String problem, Optional<Long> certificate) {
    static Result kept(String why) {
      return new Result(ItemState.KEPT, why, Optional.empty());
    }

    static Result failed(String why) {
      return new Result(ItemState.FAILED, why, Optional.empty());
    }
  }

  JobResult run(Job job) throws InterruptedException {
    long list = Long.parseLong(job.subject());
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException("node is stopping");
      }
      if (!rooms.ingest().awaitIndexed()) {
        return JobResult.again("index not up to date");
      }
      Optional<DeletionItemEntity> next = rooms.database().read(tx -> DeletionRows.next(tx, list));
      if (next.isEmpty()) {
        rooms.database().runForced(tx -> end(tx, list));
        return JobResult.DONE;
      }
      if (!rooms.ingest().besidesRebuild(() -> work(next.get()))) {
        return JobResult.again("the index is being made anew, or a pack replaced");
      }
    }
  }

  private void work(DeletionItemEntity item) {
    Result result;
    try {
      result = rooms.database().writeForced(tx -> noted(tx, item, destroy(tx, item)));
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error(
          "deletion {}: study {} stays: it cannot be destroyed now",
          item.key.list(),
          item.studyInstanceUid,
          e);
      Result failed = Result.failed(e.getClass().getSimpleName() + ": see the node's log");
      result = rooms.database().writeForced(tx -> noted(tx, item, failed));
    }
    figures.count(result.state());
  }

  private static Result noted(Tx tx, DeletionItemEntity item, Result result) {
    DeletionItemEntity row = tx.session().get(DeletionItemEntity.class, item.key);
    row.state = result.state();
    row.problem = result.problem();
    row.certificate = result.certificate().orElse(null);
    tx.session().update(row);
    return result;
  }

  private Result destroy(Tx tx, DeletionItemEntity item) {
    DeletionListEntity list = DeletionRows.locked(tx, item.key.list());
    if (list.state != DeletionState.RUNNING) {
      return Result.kept("its list is %s (expected: RUNNING)".formatted(list.state));
    }
    ApplicationEntities.lockFacility(tx, list.facility);
    rooms.contracts().refresh(tx);
    Uid uid = Uid.of(item.studyInstanceUid);
    Optional<KeptStudy> study = rooms.index().keptStudy(tx, list.facility, uid);
    if (study.isEmpty()) {
      return Result.kept("it is here no longer");
    }
    Optional<String> objection = objection(tx, study.get(), item);
    if (objection.isPresent()) {
      return Result.kept(objection.get());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    rooms.ingest().takeBack(tx, list.facility, uid, now);
    Certificate certificate =
        rooms.index().destroy(tx, list.facility, uid, order(tx, list, item, now)).orElseThrow();
    listeners.forEach(listener -> listener.destroyed(tx, list.facility, uid));
    record(tx, list, item, certificate);
    return new Result(ItemState.DESTROYED, "", Optional.of(certificate.id()));
  }

  /** What speaks against destroying a study now. */
  private Optional<String> objection(Tx tx, KeptStudy study, DeletionItemEntity item) {
    if (!study.lastArrival().equals(item.lastArrival) || study.images() != item.images) {
      return Optional.of("images came since the list was made");
    }
    long waiting = rooms.index().quarantined(tx, study.facility(), study.studyInstanceUid());
    if (waiting > 0) {
      return Optional.of("%d objects of it wait in quarantine".formatted(waiting));
    }
    Optional<String> held =
        rooms
            .holds()
            .on(tx, study.facility(), study.studyInstanceUid().value(), study.patientId())
            .map(hold -> "on legal hold " + hold.id());
    if (held.isPresent()) {
      return held;
    }
    Optional<KeptUntil> kept = due.of(tx, List.of(study)).keptUntil(study);
    return kept.filter(until -> due.isPast(study, until)).isPresent()
        ? Optional.empty()
        : Optional.of(
            kept.map(until -> "kept until %s: %s".formatted(until.lastDay(), until.why()))
                .orElse("no contract says how long it is kept"));
  }

  private static DestructionOrder order(
      Tx tx, DeletionListEntity list, DeletionItemEntity item, Instant now) {
    String approved =
        DeletionRows.approvals(tx, list.id).stream()
            .map(approval -> approval.person)
            .collect(Collectors.joining(", "));
    return new DestructionOrder(
        now,
        "kept until %s: %s".formatted(item.keptUntil, item.why),
        list.proposedBy,
        approved,
        list.runBy,
        list.id);
  }

  private void record(
      Tx tx, DeletionListEntity list, DeletionItemEntity item, Certificate certificate) {
    rooms
        .audit()
        .record(
            tx,
            AuditEvent.change(certificate.order().at(), list.runBy, "study.destroy")
                .facility(list.facility)
                .patientId(item.patientId)
                .study(item.studyInstanceUid)
                .subject("certificate %d of deletion %d".formatted(certificate.id(), list.id))
                .objects(certificate.images())
                .detail(certificate.order().reason())
                .build());
  }

  private void end(Tx tx, long id) {
    DeletionListEntity list = DeletionRows.locked(tx, id);
    if (list.state != DeletionState.RUNNING) {
      return;
    }
    list.state = DeletionState.DONE;
    list.endedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    tx.session().update(list);
    DeletionList.Outcome outcome = DeletionRows.list(tx, list, 0).outcome();
    String text =
        "%d studies destroyed, %d kept after all, %d failed"
            .formatted(outcome.destroyed(), outcome.kept(), outcome.failed());
    rooms
        .audit()
        .record(
            tx,
            AuditEvent.change(list.endedAt, list.runBy, "deletion.end")
                .facility(list.facility)
                .subject("deletion " + id)
                .detail(text)
                .build());
    LOG.info("deletion {} of {}: {}", id, list.facility, text);
  }
}
