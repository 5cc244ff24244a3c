package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.archive.ingest.ImagesToCompress.studyOf;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.compression.CompressionRooms;
import org.hokan.archive.compression.Compressions;
import org.hokan.archive.contract.Contracts;
import org.hokan.archive.contract.StorageRules;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.job.JobQueue;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.FrameCodecs;
import org.hokan.dicom.image.codec.external.JpegRecompression;
import org.hokan.dicom.image.recompress.Recompression;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is stored already is taken up when a rule says that it is to be compressed. */
class SurveyTest {
  private static final int STUDIES = 5;
  private static final Duration LONG = Duration.ofDays(1);

  @TempDir private Path folder;

  @BeforeEach
  void isInstalled() {
    Compressing.isInstalled();
  }

  /** Studies that came before there was a rule. */
  private Compressing stored(TestDatabase kind) {
    return stored(new Compressing(folder, kind));
  }

  private static Compressing stored(Compressing on) {
    on.agreed().compressions.review();
    IntStream.rangeClosed(1, STUDIES).forEach(study -> on.send(study, studyOf(study)));
    on.looked();
    return on;
  }

  /** Jobs that are due soon, as many as it takes for others to wait; the clock stands. */
  private static void crowd(Compressing on) {
    crowd(on, Duration.ofMinutes(1));
  }

  private static void crowd(Compressing on, Duration later) {
    for (int i = 0; i < Compressing.MOST_DUE; i++) {
      String subject = "demo 1.9." + i;
      on.database.run(tx -> on.jobs.ask(tx, "compression", subject, later, LONG));
    }
  }

  private static long left(Compressing on) {
    return on.compressions.status().waiting() - on.compressions.waiting();
  }

  /** A survey that has taken up one study, and waits. */
  private static void isAmidItsWay(Compressing on) {
    crowd(on);
    on.rule("compression=lossless").compressions.review();
    await().until(() -> left(on) == STUDIES - 1);
  }

  private static long compressed(Compressing on) {
    return IntStream.rangeClosed(1, STUDIES)
        .filter(study -> on.row(study).recompressed().isPresent())
        .count();
  }

  @ParameterizedTest
  @EnumSource
  void allStudiesAreTakenUpHoweverManyPagesTheyFill(TestDatabase kind) {
    try (Compressing on = stored(kind)) {
      on.rule("compression=lossless").compressions.review();
      await().until(() -> compressed(on) == STUDIES);
      await().until(() -> on.compressions.status().waiting() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereManyWaitOneIsTakenUpAtATimeAndTheStatusCountsTheOthers(TestDatabase kind) {
    try (Compressing on = stored(kind)) {
      crowd(on);
      on.rule("compression=lossless").compressions.review();
      await().until(() -> compressed(on) == 1);
      await().until(() -> left(on) == STUDIES - 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWaitsForTheNightOrIsTriedAgainCountsAsWaiting(TestDatabase kind) {
    try (Compressing on = stored(kind)) {
      crowd(on, Duration.ofHours(10));
      on.rule("compression=lossless").compressions.review();
      await().until(() -> compressed(on) == 1);
      await().until(() -> left(on) == STUDIES - 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDueALaterDayKeepsNoneWaiting(TestDatabase kind) {
    try (Compressing on = stored(kind)) {
      crowd(on, Duration.ofDays(30));
      on.rule("compression=lossless").compressions.review();
      await().until(() -> compressed(on) == STUDIES);
    }
  }

  @Test
  void aNodeThatDidNotHearOfARuleReadsItBeforeItDecides() {
    DatabaseSettings shared = TestDatabase.POSTGRESQL.fresh();
    try (Compressing on = stored(on(shared));
        OtherNode other = new OtherNode(shared, on, new Recompression())) {
      on.jobs.close(); // the other node does all
      on.rule("compression=lossless");
      assertThat(other.rules.compress()).as("known to the other node").isFalse();
      on.compressions.review();
      other.jobs.start();

      await().until(() -> compressed(on) == STUDIES);
    }
  }

  @Test
  void nodesWithOtherLibrariesOrOldRulesDoNotBeginItAnewInTurn() {
    DatabaseSettings shared = TestDatabase.POSTGRESQL.fresh();
    Recompression less =
        new Recompression(new JpegRecompression(), new FrameCodecs(List.of()), CodecLimits.DEFAULT);
    try (Compressing on = stored(on(shared));
        OtherNode other = new OtherNode(shared, on, less)) {
      on.rule("compression=lossless").compressions.review();
      await().until(() -> on.jobs.list("compression-survey", 10).isEmpty());
      on.jobs.close(); // what is asked for stays to be seen

      other.compressions.review();
      on.compressions.review();
      other.compressions.review();

      assertThat(on.jobs.list("compression-survey", 10)).isEmpty();
    }
  }

  private Compressing on(DatabaseSettings shared) {
    return new Compressing(folder, Database.open(shared, IngestNode.tables()), Duration.ZERO);
  }

  /** Another node on the same database and packs, with what it read of rules when it began. */
  private static final class OtherNode implements AutoCloseable {
    final Database database;
    final StorageRules rules;
    final JobQueue jobs;
    final Compressions compressions;

    OtherNode(DatabaseSettings shared, Compressing first, Recompression recompression) {
      IngestNode node = first.node;
      database = Database.open(shared, IngestNode.tables());
      ApplicationEntities entities =
          new ApplicationEntities(
              database, node.audit, node.clock, List.of(Contracts.dependents(ZoneOffset.UTC)));
      Contracts contracts =
          new Contracts(
              database,
              node.audit,
              entities,
              node.clock,
              TestTerms.settings(ZoneOffset.UTC),
              List.of());
      rules = new StorageRules(database, node.audit, contracts, node.clock, List.of());
      jobs = new JobQueue(database, Compressing.QUICK, node.clock);
      compressions =
          new Compressions(
              Compressing.SETTINGS,
              new CompressionRooms(
                  node.store,
                  database,
                  node.index,
                  node.ingest,
                  rules,
                  node.ledger,
                  jobs,
                  node.audit,
                  recompression,
                  first.holds::isHeld),
              node.clock);
    }

    @Override
    public void close() {
      compressions.close();
      jobs.close();
      database.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeOfARuleBeginsItAnew(TestDatabase kind) {
    try (Compressing on = stored(kind)) {
      isAmidItsWay(on);
      on.jobs.close();

      on.node.rules.remove("DEMO", "stills", "op");
      on.rule("compression=jpeg-xl").compressions.review();

      await().until(() -> left(on) == STUDIES);
      assertThat(on.jobs.waiting("compression-survey")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itEndsWhenNoRuleCompressesAnyMore(TestDatabase kind) {
    try (Compressing on = stored(kind)) {
      isAmidItsWay(on);

      on.node.rules.remove("DEMO", "stills", "op");
      on.compressions.review();

      await().until(() -> left(on) == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLookedAtTwiceWhenNothingChanged(TestDatabase kind) {
    try (Compressing on = stored(kind)) {
      on.rule("compression=lossless").compressions.review();
      await().until(() -> on.jobs.list("compression-survey", 10).isEmpty());
      on.jobs.close();
      on.compressions.review();
      assertThat(on.jobs.list("compression-survey", 10)).isEmpty();
    }
  }
}
