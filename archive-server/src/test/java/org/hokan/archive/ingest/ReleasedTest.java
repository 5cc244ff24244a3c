package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.StorageRule;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.DeadReason;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.QuarantineEntry;
import org.hokan.archive.index.StudyFilter;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
      database.write(tx -> retention.node.index.release(tx, id, then -> then));
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

  @Test
  void whatIsPushedAsideByAnotherInARebuildAfterItWasMovedWaitsAgain() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        RetentionNode retention = node(database)) {
      long id = aside(retention);
      String digest = retention.node.index.quarantined(id).orElseThrow().digest();
      database.write(tx -> retention.node.index.release(tx, id, then -> then));
      assertThat(
              retention
                  .node
                  .send("demo", new IngestNode.Picture("7", "1.2.3", ASIDE.value(), "another"))
                  .outcome())
          .isEqualTo(IngestOutcome.QUARANTINED);
      retention.node.indexed();
      assertThat(retention.node.ingest.refileReleased()).isEqualTo(1);
      retention.node.indexed();

      retention.node.ingest.rebuild("op", objects -> {});

      assertThat(
              Stream.concat(
                  retention.node.index.instance("demo", ASIDE).stream().map(InstanceRow::digest),
                  retention.node.index.quarantine(Optional.empty(), 0, 9).stream()
                      .map(QuarantineEntry::digest)))
          .contains(digest);
    }
  }
}
