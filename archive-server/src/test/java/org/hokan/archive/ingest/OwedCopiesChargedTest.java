package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.billing.BillingEntry;
import org.hokan.archive.billing.RecordFilter;
import org.hokan.archive.billing.RecordType;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.CopyTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.ServiceTerms;
import org.hokan.archive.contract.StorageClass;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.storage.CopySettings;
import org.hokan.dicom.data.Uid;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second copy that could not be made at once is charged when it is there, and once. */
@OnEachDatabase
class OwedCopiesChargedTest {
  private static final Money RATE = Money.parse("JPY 1000");

  private final DatabaseSettings settings;
  @TempDir private Path folder;

  OwedCopiesChargedTest(TestDatabase on) {
    settings = on.fresh();
  }

  /** What a test does with a node, from its start to its end. */
  private interface Life {
    void live(IngestNode node) throws Exception;
  }

  private void run(CopySettings.Time time, List<Path> volumes, Life life) throws Exception {
    CopySettings copies =
        new CopySettings(volumes, Set.of("DELUXE"), time, CopySettings.Unavailable.OWE, true);
    try (Database database = Database.open(settings, IngestNode.tables());
        IngestNode node = new IngestNode(database, folder, storage -> storage.copies(copies))) {
      node.ingest.recover();
      life.live(node);
    }
  }

  private void run(CopySettings.Time time, Life life) throws Exception {
    run(time, List.of(folder.resolve("copies")), life);
  }

  private static void agree(IngestNode node) {
    node.admit("demo");
    BackupTerms deluxe =
        BackupTerms.of(BackupUnit.FACILITY, TestTerms.price(PeriodCourse.ANNUAL, RATE))
            .storageClass(StorageClass.DELUXE)
            .copies(new CopyTerms(2, 1, "", ""))
            .build();
    node.contracts.add(
        "demo",
        TestTerms.of("2026-01-01", "2026-12-31", PeriodCourse.ANNUAL, BackupUnit.FACILITY, RATE)
            .backups(List.of(deluxe))
            .services(List.of(new ServiceTerms("Copy", ServiceKind.COPY, RATE)))
            .build(),
        "op");
  }

  private static void send(IngestNode node, String study, int instance) {
    node.send(
        "demo", new IngestNode.Picture("1", study, study + ".9." + instance, "pixels " + instance));
    node.indexed();
  }

  /** Time goes on, so that a copy volume that failed is tried again; what is quiet is settled. */
  private static void settle(IngestNode node) {
    node.now = node.now.plusSeconds(60);
    node.store.tick();
    node.ingest.settle(node.now.plus(Duration.ofDays(1)));
  }

  private void takeAway() throws IOException {
    Files.move(folder.resolve("copies"), folder.resolve("away"));
  }

  private void bringBack() throws IOException {
    Files.move(folder.resolve("away"), folder.resolve("copies"));
  }

  /** The studies whose copies are charged, each time that they are. */
  private static List<String> charged(IngestNode node) {
    return node
        .ledger
        .records(
            new RecordFilter(
                Optional.empty(), Optional.empty(), Optional.of(RecordType.COPY), 0, 100))
        .stream()
        .map(billed -> ((BillingEntry.Item) billed.record().entry()).object())
        .toList();
  }

  private static void settleUntilCharged(IngestNode node, String... studies) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              settle(node);
              assertThat(charged(node)).containsExactlyInAnyOrder(studies);
            });
  }

  @Test
  void aCopyThatIsOwedIsChargedOnceItsVolumeIsBackAlsoAfterARestart() throws Exception {
    run(
        CopySettings.Time.BEFORE_SUCCESS,
        node -> {
          agree(node);
          send(node, "1.2.1", 1);
          settle(node);
          assertThat(charged(node)).containsExactly("1.2.1");
          takeAway();
          node.store.tick();
          send(node, "1.2.2", 1);
          settle(node);
          settle(node);
          assertThat(charged(node)).containsExactly("1.2.1");
          assertThat(node.ledger.copyCharges().isOwed("demo", "1.2.2")).isTrue();
        });
    run(
        CopySettings.Time.BEFORE_SUCCESS,
        node -> {
          settle(node);
          assertThat(charged(node)).containsExactly("1.2.1");
          bringBack();
          settleUntilCharged(node, "1.2.1", "1.2.2");
          assertThat(node.ledger.copyCharges().count()).isZero();
          send(node, "1.2.2", 2);
          settle(node);
          node.ingest.rebuild("op", objects -> {});
          settle(node);
          assertThat(charged(node)).hasSize(2);
          assertThat(node.ledger.verify().problems()).isEmpty();
        });
  }

  @Test
  void aCopyThatFollowsSoonIsChargedWhenItIsThere() throws Exception {
    run(
        CopySettings.Time.SOON_AFTER,
        node -> {
          agree(node);
          send(node, "1.2.1", 1);
          node.ingest.settle(node.now.plus(Duration.ofDays(1))); // before the copy's first tick
          assertThat(charged(node)).isEmpty();
          assertThat(node.ledger.copyCharges().owed(0, 10))
              .extracting(owed -> owed.studyInstanceUid())
              .containsExactly("1.2.1");
          settleUntilCharged(node, "1.2.1");
        });
  }

  @Test
  void aCopyThatWasLostAndIsMadeAnewIsNotChargedAgain() throws Exception {
    run(
        CopySettings.Time.BEFORE_SUCCESS,
        node -> {
          agree(node);
          send(node, "1.2.1", 1);
          settle(node);
          assertThat(charged(node)).containsExactly("1.2.1");
        });
    takeAway();
    run(
        CopySettings.Time.BEFORE_SUCCESS,
        node -> {
          send(node, "1.2.1", 2);
          settle(node);
          assertThat(node.ledger.copyCharges().count()).isZero();
        });
    bringBack();
    run(
        CopySettings.Time.BEFORE_SUCCESS,
        node -> {
          send(node, "1.2.2", 1);
          settleUntilCharged(node, "1.2.1", "1.2.2");
        });
  }

  @Test
  void whereVolumesForCopiesComeLaterTheyAreChargedThen() throws Exception {
    run(
        CopySettings.Time.BEFORE_SUCCESS,
        List.of(),
        node -> {
          agree(node);
          send(node, "1.2.1", 1);
          settle(node);
          assertThat(charged(node)).isEmpty();
        });
    run(CopySettings.Time.BEFORE_SUCCESS, node -> settleUntilCharged(node, "1.2.1"));
  }

  @Test
  void whatIsDestroyedBeforeItsCopyWasMadeIsNeverChargedForOne() throws Exception {
    run(
        CopySettings.Time.BEFORE_SUCCESS,
        List.of(),
        node -> {
          agree(node);
          send(node, "1.2.1", 1);
          settle(node);
          node.database.run(
              tx -> node.ingest.takeBack(tx, "demo", new Uid("1.2.1"), node.clock.instant()));
          assertThat(node.ledger.copyCharges().count()).isZero();
        });
  }
}
