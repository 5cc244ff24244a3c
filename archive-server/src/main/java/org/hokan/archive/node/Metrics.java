package org.hokan.archive.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import org.hokan.archive.commitment.CommitmentFigures;
import org.hokan.archive.commitment.CommitmentState;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.compaction.CompactionStatus;
import org.hokan.archive.compression.CompressionFigures;
import org.hokan.archive.compression.Compressions;
import org.hokan.archive.contract.Contracts;
import org.hokan.archive.followup.FollowUpFigures;
import org.hokan.archive.followup.FollowUpWork;
import org.hokan.archive.followup.ForwardState;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.ingest.IngestFigures;
import org.hokan.archive.ingest.IngestOutcome;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.procedure.ProcedureFigures;
import org.hokan.archive.retention.Deletions;
import org.hokan.archive.retention.LegalHolds;
import org.hokan.archive.retention.RetentionFigures;
import org.hokan.archive.retrieve.Retrieve;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageVitals;
import org.hokan.dicom.net.service.DicomServer;

/** Figures that rooms keep anyway, as metrics. No UID and no person is ever a tag. */
final class Metrics {
  private Metrics() {}

  static void bind(MeterRegistry metrics, Rooms rooms, Flows flows, DicomServer dicom) {
    Ingest ingest = flows.ingest();
    Gauge.builder("archive.scp.associations.open", dicom, DicomServer::associations)
        .register(metrics);
    Gauge.builder("archive.scp.connections.pending", dicom, DicomServer::pendingConnections)
        .register(metrics);
    Gauge.builder("archive.scp.queued.bytes", dicom, DicomServer::queuedBytes).register(metrics);
    Gauge.builder("archive.ingest.index.lag", ingest, Ingest::indexLag)
        .description("objects that are durable and not indexed yet")
        .register(metrics);
    for (IngestOutcome outcome : IngestOutcome.values()) {
      IngestFigures figures = ingest.figures();
      FunctionCounter.builder("archive.ingest.receptions", figures, f -> f.count(outcome))
          .tag("outcome", outcome.word())
          .register(metrics);
      FunctionCounter.builder("archive.ingest.duration.seconds", figures, f -> f.seconds(outcome))
          .tag("outcome", outcome.word())
          .register(metrics);
    }
    storage(metrics, rooms, "archive.storage.objects", StorageVitals::objects);
    storage(metrics, rooms, "archive.storage.bytes", StorageVitals::bytes);
    storage(metrics, rooms, "archive.storage.forces", StorageVitals::forces);
    storage(metrics, rooms, "archive.storage.failures", StorageVitals::failures);
    FunctionCounter.builder("archive.retrieve.transcoded", flows.retrieve(), Retrieve::transcoded)
        .register(metrics);
    FunctionCounter.builder("archive.retrieve.damaged", flows.retrieve(), Retrieve::damaged)
        .register(metrics);
    Gauge.builder("archive.contract.ending", rooms.contracts(), Contracts::ending)
        .description("contracts that end soon: as soon as the first reminder")
        .register(metrics);
    Gauge.builder("archive.contract.filling", rooms.contracts(), Contracts::filling)
        .description("contracts that keep more than the first mark of their capacity")
        .register(metrics);
    FunctionCounter.builder("archive.trial.refusals.unnoted", flows, f -> f.refused().unnoted())
        .description("refused instances whose facts could not be noted for dry runs")
        .register(metrics);
    promises(metrics, flows);
    compression(metrics, flows.compressions());
    retention(metrics, flows);
    followUps(metrics, flows.followUps());
    Gauge.builder("archive.storage.packs.open", rooms.store(), store -> store.vitals().openPacks())
        .register(metrics);
    copies(metrics, rooms.store());
    Gauge.builder(
            "archive.storage.memory.bytes", rooms.store(), store -> store.vitals().bytesInMemory())
        .register(metrics);
  }

  private static void copies(MeterRegistry metrics, PackStore store) {
    Gauge.builder("archive.storage.copies.owed.packs", store, s -> s.copies().owedPacks())
        .register(metrics);
    Gauge.builder("archive.storage.copies.owed.bytes", store, s -> s.copies().owedBytes())
        .register(metrics);
    Gauge.builder("archive.storage.copies.behind.seconds", store, Metrics::secondsBehind)
        .register(metrics);
    Gauge.builder(
            "archive.storage.copies.volumes.unavailable",
            store,
            s -> s.copies().unavailableVolumes())
        .register(metrics);
    Gauge.builder("archive.storage.copies.volumes.full", store, s -> s.copies().fullVolumes())
        .register(metrics);
    Gauge.builder("archive.storage.volumes.away", store, s -> s.vitals().volumesAway())
        .description("first volumes that are not there")
        .register(metrics);
    FunctionCounter.builder("archive.storage.copies.reads", store, s -> s.copies().readFromCopy())
        .register(metrics);
    FunctionCounter.builder("archive.storage.repaired", store, s -> s.scrub().repaired())
        .register(metrics);
    Gauge.builder("archive.storage.damages", store, s -> s.scrub().damages().size())
        .register(metrics);
    Gauge.builder("archive.storage.scrub.completed", store, Metrics::scrubCompleted)
        .description("when everything was last read again, in seconds since 1970; 0: never")
        .register(metrics);
    Gauge.builder("archive.storage.scrub.bytes", store, s -> s.scrub().bytes()).register(metrics);
    Gauge.builder("archive.storage.cut.ends", store, s -> s.cutEnds().all().size())
        .description("ends of packs that starts have cut off as torn, and kept")
        .register(metrics);
  }

  private static double scrubCompleted(PackStore store) {
    return store.scrub().completedAt().map(Instant::getEpochSecond).orElse(0L);
  }

  private static double secondsBehind(PackStore store) {
    return store.copies().behind().toSeconds();
  }

  private static void compression(MeterRegistry metrics, Compressions compressions) {
    CompressionFigures figures = compressions.figures();
    FunctionCounter.builder(
            "archive.compression.instances", figures, CompressionFigures::recompressed)
        .tag("outcome", "smaller")
        .register(metrics);
    FunctionCounter.builder("archive.compression.instances", figures, CompressionFigures::dropped)
        .tag("outcome", "not_smaller")
        .register(metrics);
    FunctionCounter.builder("archive.compression.instances", figures, CompressionFigures::failures)
        .tag("outcome", "failed")
        .register(metrics);
    FunctionCounter.builder(
            "archive.compression.saved.bytes", figures, CompressionFigures::savedBytes)
        .register(metrics);
    FunctionCounter.builder(
            "archive.compression.work.seconds", figures, CompressionFigures::seconds)
        .register(metrics);
    Gauge.builder("archive.compression.waiting", compressions, Compressions::waiting)
        .description("studies that are to be looked at")
        .register(metrics);
  }

  private static void retention(MeterRegistry metrics, Flows flows) {
    RetentionFigures figures = flows.deletions().figures();
    count(metrics, "archive.retention.studies", "destroyed", figures, RetentionFigures::destroyed);
    count(metrics, "archive.retention.studies", "kept", figures, RetentionFigures::kept);
    count(metrics, "archive.retention.studies", "failed", figures, RetentionFigures::failed);
    count(metrics, "archive.retention.studies", "not-judged", figures, RetentionFigures::unjudged);
    Gauge.builder("archive.retention.waiting", flows.deletions(), Deletions::waiting)
        .description("lists of studies to be destroyed that wait for approval")
        .register(metrics);
    Gauge.builder("archive.retention.holds", flows.holds(), LegalHolds::count).register(metrics);
  }

  private static void followUps(MeterRegistry metrics, FollowUpWork work) {
    FollowUpFigures figures = work.figures();
    count(metrics, "archive.forward.instances", "sent", figures, FollowUpFigures::sentInstances);
    count(metrics, "archive.forward.instances", "failed", figures, FollowUpFigures::failedAttempts);
    count(
        metrics,
        "archive.forward.instances",
        "given_up",
        figures,
        FollowUpFigures::givenUpInstances);
    Gauge.builder("archive.forward.waiting", work, w -> w.count(ForwardState.WAITING))
        .description("instances that another AE is to get")
        .register(metrics);
    Gauge.builder("archive.forward.given.up", work, w -> w.count(ForwardState.GIVEN_UP))
        .description("instances that another AE did not get; an operator decides")
        .register(metrics);
    count(metrics, "archive.rule.notices", figures, FollowUpFigures::newNotices);
    count(metrics, "archive.rule.unpriced", figures, FollowUpFigures::unpricedServices);
  }

  /** Promises that are not kept yet: what waits, what was given up, what is missing. */
  private static void promises(MeterRegistry metrics, Flows flows) {
    Gauge.builder("archive.job.waiting", flows.jobs(), JobQueue::waiting).register(metrics);
    Gauge.builder("archive.job.dead", flows.jobs(), JobQueue::dead).register(metrics);
    CommitmentFigures commitment = flows.commitments().figures();
    count(metrics, "archive.commitment.requests", commitment, CommitmentFigures::requests);
    count(
        metrics,
        "archive.commitment.instances",
        "committed",
        commitment,
        CommitmentFigures::committed);
    count(metrics, "archive.commitment.instances", "failed", commitment, CommitmentFigures::failed);
    count(metrics, "archive.commitment.reports", "taken", commitment, CommitmentFigures::reports);
    count(
        metrics,
        "archive.commitment.reports",
        "failed",
        commitment,
        CommitmentFigures::failedReports);
    Gauge.builder(
            "archive.commitment.given.up",
            flows.commitments(),
            all -> all.count(CommitmentState.GIVEN_UP))
        .register(metrics);
    ProcedureFigures procedure = flows.procedures().figures();
    count(metrics, "archive.procedure.steps", "created", procedure, ProcedureFigures::createdSteps);
    count(
        metrics,
        "archive.procedure.steps",
        "completed",
        procedure,
        ProcedureFigures::completedSteps);
    count(
        metrics,
        "archive.procedure.steps",
        "discontinued",
        procedure,
        ProcedureFigures::discontinuedSteps);
    Gauge.builder("archive.procedure.incomplete", procedure, ProcedureFigures::incompleteSteps)
        .description("ended examinations with missing images")
        .register(metrics);
    Gauge.builder(
            "archive.procedure.missing.instances", procedure, ProcedureFigures::missingInstances)
        .register(metrics);
  }

  private static <T> void count(
      MeterRegistry metrics, String name, T figures, ToDoubleFunction<T> figure) {
    FunctionCounter.builder(name, figures, figure).register(metrics);
  }

  private static <T> void count(
      MeterRegistry metrics, String name, String outcome, T figures, ToDoubleFunction<T> figure) {
    FunctionCounter.builder(name, figures, figure).tag("outcome", outcome).register(metrics);
  }

  static void bind(MeterRegistry metrics, Compaction compaction) {
    Gauge.builder("archive.compaction.dead.bytes", compaction, c -> c.status().deadBytes())
        .register(metrics);
    compaction(metrics, compaction, "archive.compaction.packs", CompactionStatus::packs);
    compaction(metrics, compaction, "archive.compaction.entries", CompactionStatus::entries);
    compaction(metrics, compaction, "archive.compaction.bytes", CompactionStatus::bytes);
    compaction(metrics, compaction, "archive.compaction.failures", CompactionStatus::failures);
  }

  private static void compaction(
      MeterRegistry metrics,
      Compaction compaction,
      String name,
      ToDoubleFunction<CompactionStatus> figure) {
    FunctionCounter.builder(name, compaction, c -> figure.applyAsDouble(c.status()))
        .register(metrics);
  }

  private static void storage(
      MeterRegistry metrics, Rooms rooms, String name, ToDoubleFunction<StorageVitals> figure) {
    FunctionCounter.builder(name, rooms.store(), store -> figure.applyAsDouble(store.vitals()))
        .register(metrics);
  }
}
