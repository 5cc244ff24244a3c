package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.StorageRule;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadReason;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.QuarantineEntry;
import org.hokan.archive.index.StudyFilter;
import org.hokan.archive.storage.EntryFacts;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.Shelf;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What an operator releases is kept as rule and contract promise, wherever a stop comes. */
@OnEachDatabase
class ReleasedTest {
  private static final Uid ASIDE = new Uid("1.2.3.9.1");

  private final TestDatabase on;
  @TempDir private Path folder;

  ReleasedTest(TestDatabase on) {
    this.on = on;
  }

  private RetentionNode node(Database database) {
    return new RetentionNode(database, folder, 1);
  }

  /** A picture under a contract of class DELUXE that a rule keeps aside. */
  private static long aside(RetentionNode on) {
    on.agreed();
    on.node.rules.add(
        StorageRule.of("DEMO", "aside", "true", Actions.parse("quarantine"), 1), "op");
    assertThat(on.node.send("demo", RetentionNode.picture("7", "1.2.3", 1)).outcome())
        .isEqualTo(IngestOutcome.QUARANTINED);
    on.node.indexed();
    return on.node.index.quarantine(Optional.empty(), 0, 1).get(0).id();
  }

  /** Released, and then stopped before it was moved. */
  private static void filed(RetentionNode on, long id) {
    on.node.database.write(tx -> on.node.index.release(tx, id, then -> then, arrival -> false));
  }

  private static InstanceRow row(RetentionNode on) {
    return on.node.index.instance("demo", ASIDE).orElseThrow();
  }

  private String copy(InstanceRow row) throws IOException {
    return Files.readString(
        folder.resolve("copies").resolve(row.at().pack()), StandardCharsets.ISO_8859_1);
  }

  private void isKeptTwice(RetentionNode on) throws IOException {
    InstanceRow row = row(on);
    assertThat(row.decided().storageClass()).isEqualTo("DELUXE");
    assertThat(row.decided().ruleName()).isEqualTo("aside");
    assertThat(row.recompressed()).isEmpty();
    assertThat(row.at().pack()).contains("DELUXE");
    assertThat(copy(row)).contains("pixels of 1.2.3 ");
    assertThat(
            on.node
                .index
                .studies(StudyFilter.all().ofFacility("demo"))
                .get(0)
                .decided()
                .storageClass())
        .isEqualTo("DELUXE");
    assertThat(on.node.ingest.refileReleased()).isZero();
  }

  @Test
  void whatIsReleasedIsKeptTwiceWhereTheContractSaysSo() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        RetentionNode retention = node(database)) {
      long id = aside(retention);
      QuarantineEntry before = retention.node.index.quarantined(id).orElseThrow();

      retention.node.ingest.release(id, "op");
      retention.node.indexed();

      isKeptTwice(retention);
      assertThat(retention.node.index.dead(before.at().pack()))
          .singleElement()
          .satisfies(
              dead -> {
                assertThat(dead.at()).isEqualTo(before.at());
                assertThat(dead.reason()).isEqualTo(DeadReason.DUPLICATE);
              });
      assertThat(retention.node.index.counts("demo").instances()).isEqualTo(1);
      assertThat(retention.node.index.counts("demo").bytes()).isEqualTo(before.at().length());
      assertThat(retention.node.index.savings()).allMatch(saved -> saved.savedBytes() == 0);
      AuditEvent moved =
          retention
              .node
              .audit
              .list(AuditFilter.builder().actionPrefix("storage.refile").build())
              .get(0);
      assertThat(moved.study()).isEqualTo("1.2.3");
      assertThat(moved.detail()).isEqualTo("released from quarantine; now in storage class DELUXE");
    }
  }

  @Test
  void aRebuildFindsItWhereItIsKeptNow() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        RetentionNode retention = node(database)) {
      retention.node.ingest.release(aside(retention), "op");
      retention.node.indexed();

      retention.node.ingest.rebuild("op", objects -> {});

      isKeptTwice(retention);
      assertThat(retention.node.index.quarantine(Optional.empty(), 0, 1)).isEmpty();
    }
  }

  @Test
  void whatAStopLeftAmongWhatIsAsideIsMovedLater() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        RetentionNode retention = node(database)) {
      long id = aside(retention);
      Decided atArrival = retention.node.index.quarantined(id).orElseThrow().decided();
      filed(retention, id);
      assertThat(row(retention).decided()).isEqualTo(atArrival);

      assertThat(retention.node.ingest.refileReleased()).isEqualTo(1);
      retention.node.indexed();

      isKeptTwice(retention);
    }
  }

  @Test
  void compactionGivesBackWhatLayAside() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        RetentionNode retention = node(database)) {
      long id = aside(retention);
      String pack = retention.node.index.quarantined(id).orElseThrow().at().pack();
      retention.node.ingest.release(id, "op");
      retention.node.indexed();

      retention.compaction(Duration.ZERO).demanded("op", true, line -> {});

      assertThat(folder.resolve("volume").resolve(pack)).doesNotExist();
      isKeptTwice(retention);
    }
  }

  @Test
  void withoutTheCopyVolumeItStaysWhereItIsUntilThatIsBack() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        RetentionNode retention = node(database)) {
      long id = aside(retention);
      Files.move(folder.resolve("copies"), folder.resolve("away"));
      retention.node.store.tick();

      retention.node.ingest.release(id, "op");

      retention.node.indexed();
      assertThat(row(retention).at().pack()).contains("QUARANTINE");
      Files.move(folder.resolve("away"), folder.resolve("copies"));
      retention.node.store.tick();
      assertThat(retention.node.ingest.refileReleased()).isEqualTo(1);
      retention.node.indexed();
      isKeptTwice(retention);
    }
  }

  @Test
  void aRuleThatDecidedSaysHowItIsKept() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(database, folder)) {
      node.admit("demo").agree("demo", "5kB");
      node.rules.add(
          StorageRule.of("DEMO", "long", "true", Actions.parse("retention=10y"), 1), "op");
      assertThat(node.send("demo", RetentionNode.picture("7", "1.2.3", 2)).outcome())
          .isEqualTo(IngestOutcome.STORED);
      node.indexed();
      assertThat(node.send("demo", RetentionNode.picture("7", "1.2.3", 1)).outcome())
          .isEqualTo(IngestOutcome.QUARANTINED);
      node.indexed();

      node.ingest.release(node.index.quarantine(Optional.empty(), 0, 1).get(0).id(), "op");

      Decided decided = node.index.instance("demo", ASIDE).orElseThrow().decided();
      assertThat(decided.storageClass()).isEqualTo("ECONOMY");
      assertThat(decided.retention()).isEqualTo("P10Y");
    }
  }

  /** Patient 8's pictures are kept as the contract says, whatever the rule about the others. */
  private static void keepsPatient8(RetentionNode on) {
    on.node.rules.add(
        StorageRule.of("DEMO", "kept", "patient_id == '8'", Actions.parse("accept"), 0), "op");
  }

  private static void send(RetentionNode on, IngestNode.Picture picture) {
    assertThat(on.node.send("demo", picture).outcome()).isEqualTo(IngestOutcome.STORED);
    on.node.indexed();
  }

  private static void isFiled(RetentionNode on, String patient, long instances) {
    assertThat(on.node.index.studies(StudyFilter.all().ofFacility("demo")))
        .singleElement()
        .satisfies(
            study -> {
              assertThat(study.patientId()).isEqualTo(patient);
              assertThat(study.instances()).isEqualTo(instances);
            });
    assertThat(row(on).at().pack()).contains("DELUXE");
  }

  private static List<String> waiting(RetentionNode on) {
    return on.node.index.quarantine(Optional.empty(), 0, 9).stream()
        .map(entry -> entry.patientId() + " " + entry.sopInstanceUid())
        .toList();
  }

  @Test
  void aRebuildLeavesItsStudyToItThoughAnotherPatientsCameBeforeItWasMoved() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        RetentionNode retention = node(database)) {
      long id = aside(retention);
      keepsPatient8(retention);
      filed(retention, id);
      send(retention, RetentionNode.picture("8", "1.2.3", 2));
      assertThat(retention.node.ingest.refileReleased()).isEqualTo(1);
      retention.node.indexed();
      isFiled(retention, "7", 1);
      assertThat(waiting(retention)).containsExactly("8 1.2.3.9.2");

      retention.node.ingest.rebuild("op", objects -> {});

      isFiled(retention, "7", 1);
      assertThat(waiting(retention)).containsExactly("8 1.2.3.9.2");
    }
  }

  @Test
  void aRebuildThatIsStoppedInItsSecondPassGoesOnToTheSame() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables())) {
      try (RetentionNode retention = node(database)) {
        long id = aside(retention);
        keepsPatient8(retention);
        filed(retention, id);
        send(retention, RetentionNode.picture("8", "1.2.3", 2));
        assertThat(retention.node.ingest.refileReleased()).isEqualTo(1);
        retention.node.indexed();
        AtomicInteger passes = new AtomicInteger();
        assertThatThrownBy(
                () ->
                    retention.node.ingest.rebuild(
                        "op", objects -> assertThat(passes.incrementAndGet()).isLessThan(2)))
            .isInstanceOf(AssertionError.class);
      }
      try (RetentionNode retention = node(database)) {
        retention.node.ingest.recover();

        isFiled(retention, "7", 1);
        assertThat(waiting(retention)).containsExactly("8 1.2.3.9.2");
      }
    }
  }

  @Test
  void aRebuildFilesItIntoTheStudyOfAnotherPatientIntoWhichItWasReleased() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        RetentionNode retention = node(database)) {
      long id = aside(retention);
      keepsPatient8(retention);
      send(retention, RetentionNode.picture("8", "1.2.3", 2));
      retention.node.ingest.release(id, "op");
      retention.node.indexed();
      isFiled(retention, "8", 2);

      retention.node.ingest.rebuild("op", objects -> {});

      isFiled(retention, "8", 2);
      assertThat(waiting(retention)).isEmpty();
    }
  }

  @Test
  void aRebuildPutsAsideWhatHasItsUidAndWasNotFiledBeforeItsRelease() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        RetentionNode retention = node(database)) {
      long id = aside(retention);
      String digest = retention.node.index.quarantined(id).orElseThrow().digest();
      stored(retention, new IngestNode.Picture("7", "1.2.3", ASIDE.value(), "another"));
      retention.node.ingest.release(id, "op");
      retention.node.indexed();

      retention.node.ingest.rebuild("op", objects -> {});

      isFiled(retention, "7", 1);
      assertThat(row(retention).digest()).isEqualTo(digest);
      assertThat(waiting(retention)).containsExactly("7 " + ASIDE);
    }
  }

  /** By a node whose indexer is late. */
  private static void stored(RetentionNode on, IngestNode.Picture picture) throws IOException {
    Map<String, String> facts =
        Map.of(
            "facility", "demo",
            "calling-ae", "DEMO",
            "sop-class", Uids.VLEndoscopicImageStorage.value(),
            "transfer-syntax", IngestNode.SYNTAX.uid().value(),
            "storage-class", "DELUXE");
    try (Incoming incoming = on.node.store.begin()) {
      incoming.write(ByteBuffer.wrap(Successors.part10(picture)));
      incoming
          .commit(
              new Shelf("demo", "DELUXE"),
              new EntryFacts(picture.instance(), IngestNode.NOON, facts),
              object -> {})
          .toCompletableFuture()
          .join();
    }
  }

  @Test
  void whatIsOnAnotherNodesVolumeIsMovedByThatNode() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        RetentionNode one = node(database);
        RetentionNode other = new RetentionNode(database, folder.resolve("other"), 1)) {
      filed(one, aside(one));
      ListAppender<ILoggingEvent> said = new ListAppender<>();
      said.start();
      Logger log = (Logger) LoggerFactory.getLogger(AsideDecisions.class);
      log.addAppender(said);

      assertThat(other.node.ingest.refileReleased()).isZero();

      log.detachAppender(said);
      assertThat(said.list).isEmpty();
      assertThat(row(one).at().pack()).contains("QUARANTINE");

      assertThat(one.node.ingest.refileReleased()).isEqualTo(1);
      one.node.indexed();
      isKeptTwice(one);
    }
  }

  @Test
  void whatLosesSomethingWhileItIsBeingMovedIsThereOnce() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        RetentionNode retention = node(database)) {
      filed(retention, aside(retention));
      InstanceRow row = row(retention);
      CountDownLatch superseding = new CountDownLatch(1);
      CountDownLatch moved = new CountDownLatch(1);
      retention.node.ingest.whenSuperseding(
          (tx, facility, original, study, patientId) -> {
            superseding.countDown();
            return !within30Seconds(moved);
          });
      ExecutorService node = Executors.newSingleThreadExecutor();
      try {
        Future<?> lossy =
            node.submit(
                () -> {
                  Successors.supersede(retention.node, row, "some");
                  return true;
                });
        assertThat(within30Seconds(superseding)).isTrue();
        assertThat(retention.node.ingest.refileReleased()).isEqualTo(1);
        moved.countDown();
        lossy.get();
      } finally {
        node.shutdownNow();
      }
      isOnlyItsSuccessor(retention, row);
      assertThat(reasons(retention)).containsExactly(DeadReason.GIVEN_UP, DeadReason.SUPERSEDED);
      retention.node.ingest.rebuild("op", objects -> {});
      isOnlyItsSuccessor(retention, row);
      retention.compaction(Duration.ZERO).demanded("op", true, line -> {});
      assertThat(reasons(retention)).isEmpty();
      retention.node.ingest.rebuild("op", objects -> {});
      isOnlyItsSuccessor(retention, row);
    }
  }

  private static boolean within30Seconds(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void isOnlyItsSuccessor(RetentionNode on, InstanceRow row) {
    on.node.indexed();
    assertThat(on.node.index.instance("demo", ASIDE)).isEmpty();
    assertThat(on.node.index.instance("demo", Successors.uid(row))).isPresent();
    assertThat(waiting(on)).isEmpty();
  }

  private static List<DeadReason> reasons(RetentionNode on) {
    return on.node.index.deadSpace().stream()
        .flatMap(space -> on.node.index.dead(space.pack()).stream())
        .map(DeadObject::reason)
        .sorted(Comparator.comparing(DeadReason::name))
        .toList();
  }
}
