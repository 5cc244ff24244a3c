package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.archive.ingest.IngestNode.NOON;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.StorageRule;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.index.StudyFilter;
import org.hokan.archive.index.StudySummary;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.storage.VolumeMissing;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packs are the truth: the index follows from them after any stop. */
@OnEachDatabase
class RecoveryTest {
  private final TestDatabase on;

  RecoveryTest(TestDatabase on) {
    this.on = on;
  }

  @Test
  void aStartFindsInThePacksWhatTheIndexDoesNotKnow(@TempDir Path folder) {
    try (Database first = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(first, folder)) {
      fill(node);
    }
    // Another database: as if it had lost everything since the start.
    try (Database second = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(second, folder)) {
      node.ingest.recover();

      assertComplete(node);
    }
  }

  @Test
  void aRebuildGivesTheSameIndexAndChargesNothingTwice(@TempDir Path folder)
      throws InterruptedException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(database, folder)) {
      fill(node);
      node.ingest.settle(NOON);
      List<StudySummary> before = studies(node);
      long records = node.ledger.verify().records();

      long objects = node.ingest.rebuild("op", progress -> {});
      node.ingest.settle(NOON);

      assertThat(objects).isEqualTo(5);
      assertThat(studies(node)).isEqualTo(before);
      assertComplete(node);
      assertThat(node.ledger.verify().records()).isEqualTo(records);
    }
  }

  @Test
  void aRecoveryAfterACleanStopFindsNothingNew(@TempDir Path folder) {
    try (Database database = Database.open(on.fresh(), IngestNode.tables())) {
      try (IngestNode node = new IngestNode(database, folder)) {
        fill(node);
      }
      try (IngestNode node = new IngestNode(database, folder)) {
        node.ingest.recover();
        assertComplete(node);
      }
    }
  }

  @Test
  void aRebuildThatFailsKeepsTheDoorShutUntilAnotherOneHasCompletedIt(@TempDir Path folder)
      throws InterruptedException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = inBatchesOfTwo(database, folder)) {
      fill(node);

      assertThatThrownBy(() -> node.ingest.rebuild("op", RecoveryTest::failing))
          .isInstanceOf(IllegalStateException.class);

      // A new image now would move its pack's mark past those that are not indexed again yet.
      assertThat(node.send("demo", new Picture("3", "1.3.3", "1.3.3.1", "x")).outcome())
          .isEqualTo(IngestOutcome.OUT_OF_RESOURCES);
      assertThat(node.ingest.awaitIndexed()).isFalse();
      assertThat(node.ingest.isRebuilding()).isTrue();

      assertThat(node.ingest.rebuild("op", progress -> {})).isEqualTo(5);
      assertComplete(node);
      assertThat(node.send("demo", new Picture("1", "1.3.1", "1.3.1.2", "x")).outcome())
          .isEqualTo(IngestOutcome.DUPLICATE);
    }
  }

  @Test
  void theNextStartCompletesARebuildThatAStopInterrupted(@TempDir Path folder) {
    try (Database database = Database.open(on.fresh(), IngestNode.tables())) {
      List<StudySummary> before;
      long records;
      try (IngestNode node = inBatchesOfTwo(database, folder)) {
        fill(node);
        node.ingest.settle(NOON);
        before = studies(node);
        records = node.ledger.verify().records();
        assertThatThrownBy(() -> node.ingest.rebuild("op", RecoveryTest::failing))
            .isInstanceOf(IllegalStateException.class);
        node.ingest.settle(NOON);
        assertThat(node.ledger.verify().records()).isEqualTo(records);
        assertThat(new UnfinishedRebuild(node.store).isNoted()).isTrue();
      }
      try (IngestNode node = inBatchesOfTwo(database, folder)) {
        node.ingest.recover();
        node.ingest.settle(NOON);

        assertComplete(node);
        assertThat(studies(node)).isEqualTo(before);
        assertThat(node.ledger.verify().records()).isEqualTo(records);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 5})
  void aRebuildThatWasStoppedGoesOnBehindWhatItHasFiled(int stopped, @TempDir Path folder) {
    try (Database database = Database.open(on.fresh(), IngestNode.tables())) {
      List<StudySummary> before;
      try (IngestNode node = inBatchesOfTwo(database, folder)) {
        fill(node);
        before = studies(node);
        assertThatThrownBy(
                () -> node.ingest.rebuild("op", done -> assertThat(done).isLessThan(stopped)))
            .isInstanceOf(AssertionError.class);
      }
      List<Long> filed = rows(database);
      assertThat(filed).isNotEmpty();
      try (IngestNode node = inBatchesOfTwo(database, folder)) {
        node.ingest.recover();

        assertComplete(node);
        assertThat(studies(node)).isEqualTo(before);
        assertThat(rows(database)).as("the same rows").containsAll(filed);
        assertThat(new UnfinishedRebuild(node.store).isNoted()).isFalse();
      }
    }
  }

  private static List<Long> rows(Database database) {
    return database.read(
        tx ->
            tx.session().createNativeQuery("select id from instance", Long.class).getResultList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "two"})
  void aRebuildForgetsNothingThatIsOnAVolumeThatIsAway(String away, @TempDir Path folder)
      throws IOException, InterruptedException {
    List<Path> volumes = List.of(folder.resolve("one"), folder.resolve("two"));
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(database, folder, storage -> storage.volumes(volumes))) {
      fill(node);
      Files.move(folder.resolve(away), folder.resolve("unmounted"));

      assertThatThrownBy(() -> node.ingest.rebuild("op", progress -> {}))
          .isInstanceOf(VolumeMissing.class)
          .hasMessageContaining(away);
      assertThatThrownBy(() -> node.store.replay(Map.of(), object -> {}))
          .isInstanceOf(VolumeMissing.class);

      assertComplete(node);
      assertThat(node.ingest.isRebuilding()).isFalse();
      Files.move(folder.resolve("unmounted"), folder.resolve(away));
      assertThat(node.ingest.rebuild("op", progress -> {})).isEqualTo(5);
      assertComplete(node);
      assertThat(node.send("demo", new Picture("1", "1.3.1", "1.3.1.3", "x")).outcome())
          .isEqualTo(IngestOutcome.STORED);
    }
  }

  @Test
  void theNoteOfARebuildIsForgottenWhereItCanBeThoughAVolumeFails(@TempDir Path folder)
      throws IOException {
    List<Path> volumes = List.of(folder.resolve("one"), folder.resolve("two"));
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(database, folder, storage -> storage.volumes(volumes))) {
      UnfinishedRebuild unfinished = new UnfinishedRebuild(node.store);
      unfinished.note();
      Path failing = volumes.get(0).resolve("index/rebuild-unfinished");
      Files.delete(failing);
      Files.createDirectories(failing.resolve("cannot be deleted"));

      unfinished.forget();

      assertThat(volumes.get(1).resolve("index")).isEmptyDirectory();
    }
  }

  @Test
  void aRebuildThatWasKilledIsBegunAgainWhateverItsFirstPassLeft(@TempDir Path folder) {
    try (Database database = Database.open(on.fresh(), IngestNode.tables())) {
      try (IngestNode node = inBatchesOfTwo(database, folder)) {
        fill(node);
        new UnfinishedRebuild(node.store).note();
      }
      database.run(
          tx -> tx.session().createNativeMutationQuery("delete from quarantine").executeUpdate());
      try (IngestNode node = inBatchesOfTwo(database, folder)) {
        node.ingest.recover();
        assertComplete(node);
        assertThat(new UnfinishedRebuild(node.store).isNoted()).isFalse();
      }
    }
  }

  @Test
  void aFirstReplayIntoANewDatabaseThatIsKilledIsKnownForUnfinished(@TempDir Path folder) {
    DatabaseSettings fresh = on.fresh();
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = inBatchesOfTwo(database, folder)) {
      fill(node);
    }
    try (Database database = Database.open(fresh, IngestNode.tables())) {
      try (IngestNode node = inBatchesOfTwo(database, folder)) {
        node.ingest.whenRuled(
            (tx, instances) -> {
              throw new AssertionError("killed");
            });
        assertThatThrownBy(node.ingest::recover).isInstanceOf(AssertionError.class);
        assertThat(new UnfinishedRebuild(node.store).isNoted()).isTrue();
      }
      try (IngestNode node = inBatchesOfTwo(database, folder)) {
        node.ingest.recover();
        assertComplete(node);
        assertThat(new UnfinishedRebuild(node.store).isNoted()).isFalse();
      }
    }
  }

  @Test
  void theNoteOfAnInterruptedRebuildCountsOnWhicheverVolumeItIs(@TempDir Path folder) {
    List<Path> volumes = List.of(folder.resolve("one"), folder.resolve("two"));
    try (Database database = Database.open(on.fresh(), IngestNode.tables())) {
      try (IngestNode node =
          new IngestNode(database, folder, storage -> storage.volumes(volumes))) {
        new UnfinishedRebuild(node.store).note();
      }
      for (List<Path> order : List.of(volumes, List.of(volumes.get(1), volumes.get(0)))) {
        try (IngestNode node =
            new IngestNode(database, folder, storage -> storage.volumes(order))) {
          assertThat(new UnfinishedRebuild(node.store).isNoted()).isTrue();
          node.store.beside("index").get(0).delete("rebuild-unfinished");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      try (IngestNode node =
          new IngestNode(database, folder, storage -> storage.volumes(volumes))) {
        UnfinishedRebuild unfinished = new UnfinishedRebuild(node.store);
        assertThat(unfinished.isNoted()).isFalse();
        unfinished.note();
        unfinished.forget();
        assertThat(unfinished.isNoted()).isFalse();
      }
    }
  }

  @Test
  void whatIsKnownOfALostPackStaysInTheIndex(@TempDir Path folder) throws IOException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables())) {
      List<StudySummary> before;
      String pack;
      try (IngestNode node = inBatchesOfTwo(database, folder)) {
        fill(node);
        before = studies(node);
        pack = node.index.instance("demo", new Uid("1.3.2.1")).orElseThrow().at().pack();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(each -> each.toString().contains(pack)).toList()) {
          Files.delete(file);
        }
      }
      try (IngestNode node = inBatchesOfTwo(database, folder)) {
        assertThat(node.store.packNames()).doesNotContain(pack);
        node.ingest.recover();
        assertThat(studies(node)).isEqualTo(before);
      }
    }
  }

  /** A bit of the last batch flips in the power cut that takes the pack's state file. */
  @Test
  void anEndThatAStartTookForTornComesBackWhereTheIndexKnowsIt(@TempDir Path folder)
      throws IOException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables())) {
      StoredAt at;
      List<StudySummary> before;
      try (IngestNode node = inBatchesOfTwo(database, folder)) {
        fill(node);
        before = studies(node);
        at = node.index.instance("demo", new Uid("1.3.2.1")).orElseThrow().at();
      }
      Path pack = folder.resolve("volume").resolve(at.pack());
      Files.delete(Path.of(pack + ".closed"));
      byte[] bytes = Files.readAllBytes(pack);
      bytes[(int) at.offset() + 200] ^= 1;
      Files.write(pack, bytes);
      try (IngestNode node = inBatchesOfTwo(database, folder)) {
        assertThat(node.store.cutEnds().all()).hasSize(1);
        node.ingest.recover();
        assertThat(studies(node)).isEqualTo(before);
        assertThat(node.store.cutEnds().all()).isEmpty();
        assertThat(node.store.scrub().damages()).singleElement().asString().contains(at.pack());
      }
    }
  }

  /** After the first batch. */
  private static void failing(long progress) {
    throw new IllegalStateException("interrupted after " + progress);
  }

  private static IngestNode inBatchesOfTwo(Database database, Path folder) {
    return new IngestNode(
        database,
        folder,
        storage -> storage,
        new IngestSettings(100, 2, Duration.ZERO, Duration.ofSeconds(30)));
  }

  /** Three images kept, one beside the first with its UID, one in quarantine by rule. */
  private static void fill(IngestNode node) {
    node.admit("demo").agree("demo", "1GB");
    node.rules.add(
        StorageRule.of("DEMO", "aside", "patient_id == '9'", Actions.parse("quarantine"), 1), "op");
    node.rules.add(
        StorageRule.of(
            "DEMO", "best", "patient_id == '2'", Actions.parse("storage-class=DELUXE"), 2),
        "op");
    node.send("demo", new Picture("1", "1.3.1", "1.3.1.1", "first!"));
    node.send("demo", new Picture("1", "1.3.1", "1.3.1.2", "x"));
    node.send("demo", new Picture("2", "1.3.2", "1.3.2.1", "x"));
    node.indexed();
    node.send("demo", new Picture("1", "1.3.1", "1.3.1.1", "second"));
    node.send("demo", new Picture("9", "1.3.9", "1.3.9.1", "x"));
    node.indexed();
  }

  private static void assertComplete(IngestNode node) {
    assertThat(studies(node))
        .extracting(study -> study.studyInstanceUid().value(), StudySummary::instances)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("1.3.1", 2L),
            org.assertj.core.groups.Tuple.tuple("1.3.2", 1L));
    assertThat(node.index.quarantine(Optional.of("demo"), 0, 10)).hasSize(2);
    assertThat(node.index.instance("demo", new Uid("1.3.2.1")).orElseThrow().decided())
        .satisfies(
            decided -> {
              assertThat(decided.ruleName()).isEqualTo("best");
              assertThat(decided.contractId()).isEqualTo("demo-1");
              assertThat(decided.storageClass()).isEqualTo("DELUXE");
            });
  }

  private static List<StudySummary> studies(IngestNode node) {
    return node.index.studies(StudyFilter.all().ofFacility("demo"));
  }
}
