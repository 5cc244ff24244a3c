package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.compaction.Holds;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.CapacityTerms;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.StorageClass;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.index.StudyFilter;
import org.hokan.archive.index.StudySummary;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.job.JobSettings;
import org.hokan.archive.retention.DeletionList;
import org.hokan.archive.retention.DeletionState;
import org.hokan.archive.retention.Deletions;
import org.hokan.archive.retention.LegalHolds;
import org.hokan.archive.retention.RetentionRooms;
import org.hokan.archive.retention.RetentionSettings;
import org.hokan.archive.storage.CopySettings;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * An ingest node with holds, deletion and the jobs behind it; kept twice, packs of few pictures.
 */
final class RetentionNode implements AutoCloseable {
  static final Deletions.Signature SATO = new Deletions.Signature("K. Sato", "op");
  static final Deletions.Signature ITO = new Deletions.Signature("M. Ito", "op");

  final IngestNode node;
  final LegalHolds holds;
  final Deletions deletions;
  private final JobQueue jobs;

  RetentionNode(Database database, Path folder, int approvals) {
    CopySettings copies =
        new CopySettings(
            List.of(folder.resolve("copies")),
            Set.of("DELUXE"),
            CopySettings.Time.BEFORE_SUCCESS,
            CopySettings.Unavailable.REFUSE,
            true);
    node =
        new IngestNode(
            database,
            folder,
            storage -> storage.packSize(16 * 1024).largeObjectSize(12 * 1024).copies(copies),
            IngestSettings.defaults());
    holds = new LegalHolds(database, node.index, node.audit, node.clock);
    node.ingest.whenRemoving(
        (tx, entry) ->
            holds.refuseRemoval(tx, entry.facility(), entry.studyInstanceUid(), entry.patientId()));
    jobs =
        new JobQueue(
            database,
            new JobSettings(
                1,
                Duration.ofMillis(50),
                Duration.ofMillis(50),
                Duration.ofMillis(50),
                Duration.ofSeconds(60)),
            java.time.Clock.systemUTC());
    deletions =
        new Deletions(
            new RetentionSettings(approvals, false),
            new RetentionRooms(
                database,
                node.entities,
                node.contracts,
                node.index,
                node.ingest,
                jobs,
                node.audit,
                holds),
            node.clock);
  }

  RetentionNode started() {
    node.ingest.recover();
    jobs.start();
    return this;
  }

  /** Two years, exams kept for a year, each also a second time; charged each by the month. */
  RetentionNode agreed() {
    node.admit("demo");
    node.contracts.add("demo", terms(1_000_000_000), "op");
    return this;
  }

  ContractTerms terms(long capacityBytes) {
    ContractTerms like = TestTerms.annual("2026-01-01", "2027-12-31", "1GB");
    BackupTerms backup =
        BackupTerms.of(
                BackupUnit.STUDY,
                TestTerms.price(PeriodCourse.MONTHLY, Money.ofMajor(CurrencyUnit.of("JPY"), 100)))
            .storageClass(StorageClass.DELUXE)
            .retention(Optional.of(Period.ofYears(1)))
            .build();
    return ContractTerms.builder(like.parties(), like.from(), like.until())
        .capacity(CapacityTerms.of(capacityBytes))
        .backup(backup)
        .grace(Optional.of(Period.ofMonths(1)))
        .build();
  }

  /** Three pictures of a patient's study, 3 kB each. */
  RetentionNode exam(String patient, String study) {
    for (int i = 1; i <= 3; i++) {
      assertThat(node.send("demo", picture(patient, study, i)).outcome())
          .isEqualTo(IngestOutcome.STORED);
    }
    node.indexed();
    return this;
  }

  static Picture picture(String patient, String study, int number) {
    return new Picture(
        patient, study, study + ".9." + number, ("pixels of " + study + " ").repeat(200));
  }

  RetentionNode on(String day) {
    node.now = Instant.parse(day + "T12:00:00Z");
    return this;
  }

  /** A list, made to its end. */
  DeletionList proposed() {
    long id = deletions.propose("demo", "", SATO).id();
    await().atMost(Duration.ofSeconds(20)).until(() -> list(id).state() != DeletionState.PREPARING);
    return list(id);
  }

  DeletionList list(long id) {
    return deletions.list(id).orElseThrow();
  }

  DeletionList approvedAndRun(long id) {
    deletions.approve(id, ITO);
    return run(id);
  }

  DeletionList run(long id) {
    deletions.run(id, SATO);
    return done(id);
  }

  DeletionList done(long id) {
    await().atMost(Duration.ofSeconds(20)).until(() -> list(id).state() == DeletionState.DONE);
    return list(id);
  }

  List<String> studies() {
    return node.indexed().index.studies(StudyFilter.all()).stream()
        .map(StudySummary::studyInstanceUid)
        .map(Object::toString)
        .sorted()
        .toList();
  }

  Compaction compaction(Duration grace) {
    return node.compaction(grace, Holds.of(holds::keepsBytes, holds::unlessKeepsBytes));
  }

  @Override
  public void close() {
    jobs.close();
    node.close();
  }
}
