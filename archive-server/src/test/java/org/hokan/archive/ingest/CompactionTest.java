package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.compaction.CompactionReport;
import org.hokan.archive.compaction.CompactionRooms;
import org.hokan.archive.compaction.CompactionSettings;
import org.hokan.archive.compaction.Holds;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.PackStatus;
import org.hokan.archive.storage.Replacement;
import org.hokan.archive.storage.SimulatedStore;
import org.hokan.archive.storage.StoredObject;
import org.hokan.archive.storage.Throttle;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The space of what operators removed comes back; everything else stays. */
@OnEachDatabase
class CompactionTest {
  private static final Duration NO_GRACE = Duration.ZERO;

  private final TestDatabase on;
  @TempDir private Path folder;

  CompactionTest(TestDatabase on) {
    this.on = on;
  }

  /** Packs of four pictures; every picture of facility demo waits in quarantine. */
  private IngestNode node(Database database) {
    return new IngestNode(
        database,
        folder,
        storage -> storage.packSize(16 * 1024).largeObjectSize(12 * 1024),
        IngestSettings.defaults());
  }

  private static Picture picture(int number, int length) {
    return new Picture("1", "1.2.3", "1.2.3." + number, "x".repeat(length));
  }

  /** Six pictures in quarantine, since others have their UIDs: in a sealed pack and another one. */
  static void fill(IngestNode node) {
    node.admit("demo").agree("demo", "1GB");
    for (int i = 1; i <= 6; i++) {
      quarantine(node, i, 3000);
    }
    node.indexed();
  }

  static void quarantine(IngestNode node, int number, int length) {
    Picture first = new Picture("1", "1.2.3", "1.2.3." + number, "first");
    assertThat(node.send("demo", first).outcome()).isEqualTo(IngestOutcome.STORED);
    assertThat(node.send("demo", picture(number, length)).outcome())
        .isEqualTo(IngestOutcome.QUARANTINED);
  }

  static void remove(IngestNode node, String uid) {
    node.ingest.remove(id(node, uid), "op");
  }

  private static long id(IngestNode node, String uid) {
    return node.index.quarantine(Optional.empty(), 0, 100).stream()
        .filter(entry -> entry.sopInstanceUid().value().equals(uid))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static List<String> stored(IngestNode node) {
    return stored(node, "QUARANTINE");
  }

  private static List<String> stored(IngestNode node, String shelf) {
    java.util.ArrayList<String> names = new java.util.ArrayList<>();
    node.store.replay(
        Map.of(),
        object -> {
          if (object.shelf().storageClass().equals(shelf)) {
            names.add(object.name());
          }
        });
    return names;
  }

  private static List<String> waiting(IngestNode node) {
    return node.index.quarantine(Optional.empty(), 0, 100).stream()
        .map(entry -> entry.sopInstanceUid().value())
        .toList();
  }

  private static void everyRowPointsToItsObject(IngestNode node) {
    node.index
        .quarantine(Optional.empty(), 0, 100)
        .forEach(
            entry -> {
              Location at =
                  new Location(
                      entry.at().volume(),
                      entry.at().pack(),
                      entry.at().offset(),
                      entry.at().length());
              try (InputStream in = node.store.open(at)) {
                assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains(entry.sopInstanceUid().value());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @Test
  void whatAnOperatorRemovedIsDroppedAndEverythingElseIsFoundWhereItIsNow() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      fill(node);
      remove(node, "1.2.3.2");
      Compaction compaction = node.compaction(NO_GRACE);

      CompactionReport report = compaction.scheduled();

      assertThat(report.problems()).isEmpty();
      assertThat(report.packs()).isEqualTo(1);
      assertThat(report.entries()).isEqualTo(1);
      assertThat(report.bytes()).isGreaterThan(3000);
      assertThat(stored(node)).hasSize(5).doesNotContain("1.2.3.2");
      assertThat(waiting(node)).hasSize(5);
      everyRowPointsToItsObject(node);
      assertThat(node.index.deadSpace()).isEmpty();
      assertThat(node.audit.list(AuditFilter.builder().actionPrefix("storage.compact").build()))
          .hasSize(1);

      node.ingest.rebuild("op", progress -> {});
      assertThat(waiting(node)).hasSize(5);
      everyRowPointsToItsObject(node);
    }
  }

  @Test
  void bytesStayUntilTheirGraceHasEndedUnlessAPersonSaysNow() {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      fill(node);
      remove(node, "1.2.3.1");
      Compaction compaction = node.compaction(Duration.ofDays(7));

      assertThat(compaction.scheduled().entries()).isZero();
      assertThat(compaction.demanded("op", false, line -> {}).entries()).isZero();
      assertThat(stored(node)).contains("1.2.3.1");
      assertThat(compaction.demanded("op", true, line -> {}).entries()).isEqualTo(1);
      assertThat(stored(node)).doesNotContain("1.2.3.1");
    }
  }

  @Test
  void whatIsDeadInAPackThatIsNotFullYetWaitsAndIsToldUntilSomebodyAsksForIt() {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      fill(node);
      quarantine(node, 7, 100);
      node.indexed();
      remove(node, "1.2.3.7");
      Compaction compaction = node.compaction(NO_GRACE);

      CompactionReport report = compaction.scheduled();

      assertThat(report.problems()).isEmpty();
      assertThat(report.entries()).isZero();
      assertThat(report.waiting()).isEqualTo(1);
      assertThat(stored(node)).hasSize(7);

      CompactionReport asked = compaction.demanded("op", true, line -> {});

      assertThat(asked.problems()).isEmpty();
      assertThat(asked.entries()).isEqualTo(1);
      assertThat(asked.waiting()).isZero();
      assertThat(stored(node)).hasSize(6).doesNotContain("1.2.3.7");
      quarantine(node, 8, 100);
      node.indexed();
      everyRowPointsToItsObject(node);
    }
  }

  @Test
  void nothingOnHoldIsDropped() {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      fill(node);
      remove(node, "1.2.3.1");
      Compaction compaction =
          new Compaction(
              new CompactionSettings(1L << 40, 0, NO_GRACE),
              new CompactionRooms(node.store, database, node.index, node.audit),
              object -> object.sopInstanceUid().equals("1.2.3.1"),
              node.ingest::besidesRebuild,
              java.time.Clock.systemUTC());

      assertThat(compaction.demanded("op", true, line -> {}).entries()).isZero();
      assertThat(stored(node)).contains("1.2.3.1");
    }
  }

  @Test
  void aDecisionOutlivesARebuildOfTheIndex() throws InterruptedException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      fill(node);
      remove(node, "1.2.3.1");

      node.ingest.rebuild("op", progress -> {});

      assertThat(waiting(node)).hasSize(5);
      assertThat(node.compaction(NO_GRACE).scheduled().entries()).isEqualTo(1);
    }
  }

  @Test
  void whatIsSentAgainAfterItsRemovalWaitsAgainAndOnlyWhatWasRemovedIsDropped()
      throws InterruptedException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      fill(node);
      remove(node, "1.2.3.1");
      node.now = node.now.plusSeconds(1);

      assertThat(node.send("demo", picture(1, 3000)).outcome())
          .isEqualTo(IngestOutcome.QUARANTINED);

      assertThat(waiting(node.indexed())).hasSize(6).contains("1.2.3.1");
      node.ingest.rebuild("op", progress -> {});
      assertThat(waiting(node)).hasSize(6).contains("1.2.3.1");
      assertThat(node.compaction(NO_GRACE).demanded("op", true, line -> {}).entries()).isEqualTo(1);
      everyRowPointsToItsObject(node);
      node.ingest.rebuild("op", progress -> {});
      assertThat(waiting(node)).hasSize(6).contains("1.2.3.1");
    }
  }

  @Test
  void aLargeObjectsFileIsRemoved() throws IOException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      node.admit("demo").agree("demo", "1GB");
      quarantine(node, 9, 20_000);
      node.indexed();
      remove(node, "1.2.3.9");

      assertThat(node.compaction(NO_GRACE).scheduled().bytes()).isGreaterThan(20_000);

      assertThat(stored(node)).isEmpty();
      assertThat(node.index.marks()).hasSize(1);
      try (var files = Files.walk(folder)) {
        assertThat(files.map(Path::toString).filter(name -> name.contains("/large/"))).isEmpty();
      }
    }
  }

  @Test
  void anObjectThatIsStoredTwiceIsDroppedOnceAndOnlyIfTheOtherOneIsWhole() throws IOException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      node.admit("demo").agree("demo", "1GB");
      storeBehindItsBack(node);
      node.send("demo", picture(1, 3000));
      node.indexed();
      InstanceRow kept = node.index.instance("demo", new Uid("1.2.3.1")).orElseThrow();
      node.ingest.recover();
      assertThat(node.index.deadSpace()).hasSize(1);
      assertThat(node.index.instance("demo", new Uid("1.2.3.1")).orElseThrow().at())
          .isEqualTo(kept.at());
      byte[] before = flip(folder.resolve("volume").resolve(kept.at().pack()), kept.at().offset());

      Compaction compaction = node.compaction(NO_GRACE);
      assertThat(compaction.scheduled().entries()).isZero();

      restore(folder.resolve("volume").resolve(kept.at().pack()), kept.at().offset(), before);
      assertThat(compaction.scheduled().entries()).isEqualTo(1);
      assertThat(stored(node, "ECONOMY")).containsOnlyOnce("1.2.3.1").hasSize(6);
      assertThat(node.index.instance("demo", new Uid("1.2.3.1")).orElseThrow().at())
          .isEqualTo(kept.at());
    }
  }

  private Path packOf(IngestNode node, String instance) {
    InstanceRow kept = node.index.instance("demo", new Uid(instance)).orElseThrow();
    return folder.resolve("volume").resolve(kept.at().pack());
  }

  @Test
  void anEntryWhoseOtherOneCannotBeReadStaysAndTheOthersOfItsPackGo() throws IOException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      node.admit("demo").agree("demo", "1GB");
      storeBehindItsBack(node);
      for (int i = 1; i <= 4; i++) {
        node.send("demo", picture(i, 3000));
      }
      node.indexed();
      node.ingest.recover();
      assertThat(packOf(node, "1.2.3.1")).isNotEqualTo(packOf(node, "1.2.3.4"));
      Files.delete(packOf(node, "1.2.3.1"));
      Compaction compaction = node.compaction(NO_GRACE);

      CompactionReport report = compaction.scheduled();

      assertThat(report.problems()).isNotEmpty();
      assertThat(report.entries()).isPositive();
      assertThat(stored(node, "ECONOMY")).contains("1.2.3.1").containsOnlyOnce("1.2.3.4");
      assertThat(compaction.scheduled().problems()).as("not again so soon").isEmpty();
    }
  }

  @Test
  void ofAPackInWhichTooLittleIsDeadNothingIsReadWhereItIsKept() throws IOException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      node.admit("demo").agree("demo", "1GB");
      storeBehindItsBack(node);
      node.send("demo", picture(1, 3000));
      node.indexed();
      node.ingest.recover();
      assertThat(node.index.deadSpace()).hasSize(1);
      Files.delete(packOf(node, "1.2.3.1"));
      Compaction compaction =
          new Compaction(
              new CompactionSettings(1L << 40, 50, NO_GRACE),
              new CompactionRooms(node.store, database, node.index, node.audit),
              Holds.NONE,
              node.ingest::besidesRebuild,
              node.clock);

      assertThat(compaction.scheduled().problems()).isEmpty();
      assertThat(compaction.demanded("op", true, line -> {}).problems()).isNotEmpty();
    }
  }

  @Test
  void aPackThatFailedGivesItsSpaceBack() {
    SimulatedStore disk = new SimulatedStore();
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(database, disk::open, IngestSettings.defaults())) {
      disk.direct();
      node.admit("demo").agree("demo", "1GB");
      quarantine(node, 1, 3000);
      quarantine(node, 2, 3000);
      node.send("demo", new Picture("1", "1.2.3", "1.2.3.3", "first"));
      disk.failAt(1, SimulatedStore.Fault.DISK_FULL, new SplittableRandom(1));
      assertThat(node.send("demo", picture(3, 3000)).outcome())
          .isEqualTo(IngestOutcome.OUT_OF_RESOURCES);
      node.indexed();
      assertThat(node.store.packs())
          .extracting(PackStatus::state)
          .contains(PackStatus.State.FAILED);
      remove(node, "1.2.3.1");

      CompactionReport report = node.compaction(NO_GRACE).scheduled();

      assertThat(report.problems()).isEmpty();
      assertThat(report.entries()).isEqualTo(1);
      assertThat(stored(node)).containsExactly("1.2.3.2");
      assertThat(node.store.packs())
          .extracting(PackStatus::state)
          .doesNotContain(PackStatus.State.FAILED);
      assertThat(node.store.verify(progress -> {}).damages()).isEmpty();
      remove(node, "1.2.3.2");
      assertThat(node.compaction(NO_GRACE).demanded("op", true, line -> {}).entries()).isEqualTo(1);
      assertThat(stored(node)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sop_instance_uid = '9.9'", "digest = 'another'"})
  void whatIsDeadInAPlaceSaysNothingOfAnotherObjectThere(String other) throws InterruptedException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      node.admit("demo").agree("demo", "1GB");
      storeBehindItsBack(node);
      node.send("demo", picture(1, 3000));
      node.indexed();
      node.ingest.recover();
      Path kept = packOf(node, "1.2.3.1");

      node.ingest.rebuild("op", progress -> {});
      assertThat(packOf(node, "1.2.3.1")).as("the other one is dead").isEqualTo(kept);

      update(database, other);
      node.ingest.rebuild("op", progress -> {});
      assertThat(packOf(node, "1.2.3.1")).as("what is there came first").isNotEqualTo(kept);
    }
  }

  private static void update(Database database, String what) {
    database.run(
        tx ->
            tx.session()
                .createNativeMutationQuery("update dead_entry set " + what)
                .executeUpdate());
  }

  /** Another node, which has not heard of the first pictures, stores them, too. */
  private void storeBehindItsBack(IngestNode node) {
    try (Database other = Database.open(on.fresh(), IngestNode.tables())) {
      IngestNode second =
          new IngestNode(other, clock -> node.store, IngestSettings.defaults())
              .admit("demo")
              .agree("demo", "1GB");
      for (int i = 1; i <= 6; i++) {
        second.send("demo", picture(i, 3000));
      }
      second.ingest.close();
      second.audit.close();
    }
  }

  private static byte[] flip(Path file, long at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer before = ByteBuffer.allocate(4);
      channel.read(before, at + 400);
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), at + 400);
      return before.array();
    }
  }

  private static void restore(Path file, long at, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), at + 400);
    }
  }

  @Test
  void aDamagedEntryStopsTheCompactionOfItsPackAndIsReported() throws IOException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      fill(node);
      StoredObject[] third = new StoredObject[1];
      node.store.replay(
          Map.of(),
          object ->
              third[0] =
                  object.name().equals("1.2.3.3")
                          && object.shelf().storageClass().equals("QUARANTINE")
                      ? object
                      : third[0]);
      flip(
          folder.resolve("volume").resolve(third[0].location().pack()),
          third[0].location().offset());
      remove(node, "1.2.3.1");
      Compaction compaction = node.compaction(NO_GRACE);

      CompactionReport report = compaction.scheduled();

      assertThat(report.entries()).isZero();
      assertThat(report.problems()).singleElement().asString().contains("1.2.3.3: SHA-256");
      assertThat(compaction.status().failures()).isEqualTo(1);
      assertThat(stored(node)).hasSize(6);
    }
  }

  @Test
  void aStartBringsToItsEndWhatACrashLeftBetweenPacksAndIndex() {
    try (Database database = Database.open(on.fresh(), IngestNode.tables())) {
      Replacement replacement;
      try (IngestNode node = node(database)) {
        fill(node);
        remove(node, "1.2.3.1");
        remove(node, "1.2.3.2");
        replacement = compacted(node);
      }
      try (IngestNode node = node(database)) {
        Compaction compaction = node.compaction(Duration.ofDays(7));
        compaction.recover();
        node.ingest.recover();

        assertThat(waiting(node))
            .containsExactlyInAnyOrder("1.2.3.3", "1.2.3.4", "1.2.3.5", "1.2.3.6");
        everyRowPointsToItsObject(node);
        // The first was dropped from its pack, the second waits for the end of its grace.
        oneIsDeadIn(node, replacement.newPack());
        assertThat(node.index.marks()).doesNotContainKey(replacement.oldPack());
        compaction.scheduled();
        assertThat(node.store.compactor().unfinished()).isEmpty();
        assertThat(stored(node)).hasSize(5);
      }
    }
  }

  @Test
  void whatIsInItsGraceStaysDeadWhenTheIndexIsMadeAnewBetweenANewPackAndItsRows()
      throws InterruptedException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      node.admit("demo").agree("demo", "1GB");
      storeBehindItsBack(node);
      node.send("demo", picture(1, 3000));
      node.send("demo", picture(2, 3000));
      node.indexed();
      node.ingest.recover();
      StoredAt kept = node.index.instance("demo", new Uid("1.2.3.2")).orElseThrow().at();
      Replacement replacement = compacted(node);

      node.ingest.rebuild("op", progress -> {});

      assertThat(node.index.instance("demo", new Uid("1.2.3.2")).orElseThrow().at())
          .isEqualTo(kept);
      node.compaction(Duration.ofDays(7)).scheduled();
      oneIsDeadIn(node, replacement.newPack());
    }
  }

  @Test
  void noPackTakesAnothersPlaceWhileTheIndexIsMadeAnew() {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      fill(node);
      remove(node, "1.2.3.1");
      List<String> before = packs(node);
      Compaction compaction =
          new Compaction(
              new CompactionSettings(1L << 40, 0, NO_GRACE),
              new CompactionRooms(node.store, database, node.index, node.audit),
              Holds.NONE,
              step -> false,
              java.time.Clock.systemUTC());

      assertThat(compaction.scheduled().entries()).isZero();

      assertThat(packs(node)).isEqualTo(before);
      assertThat(node.store.compactor().unfinished()).isEmpty();
      assertThat(node.compaction(NO_GRACE).scheduled().entries()).isEqualTo(1);
    }
  }

  private static List<String> packs(IngestNode node) {
    return node.store.packs().stream().map(PackStatus::pack).toList();
  }

  /** As compaction does it, up to the crash: without the first picture. */
  static Replacement compacted(IngestNode node) {
    var dead = node.index.dead(node.index.deadSpace().get(0).pack()).get(0);
    var pack =
        node.store.packs().stream()
            .filter(each -> each.pack().equals(dead.at().pack()))
            .findFirst()
            .orElseThrow();
    var gone =
        new org.hokan.archive.storage.DeadEntry(
            dead.at().offset(), dead.sopInstanceUid(), dead.digest());
    try (var fresh = node.store.compactor().rewrite(pack, List.of(gone), Throttle.NONE)) {
      fresh.place();
      return fresh.replacement();
    }
  }

  @Test
  void anIndexThatIsOlderThanACompactionIsMadeAnew() {
    try (Database database = Database.open(on.fresh(), IngestNode.tables())) {
      try (IngestNode node = node(database)) {
        fill(node);
        remove(node, "1.2.3.1");
        // The index as it is now, and the packs as they will be.
        Replacement replacement = compacted(node);
        node.store.compactor().removeReplaced(replacement, Throttle.NONE);
      }
      try (IngestNode node = node(database)) {
        node.compaction(NO_GRACE).recover();
        node.ingest.recover();
        assertThat(waiting(node)).hasSize(5);
        everyRowPointsToItsObject(node);
      }
    }
  }

  private static void oneIsDeadIn(IngestNode node, String pack) {
    assertThat(node.index.deadSpace())
        .singleElement()
        .satisfies(
            space -> {
              assertThat(space.pack()).isEqualTo(pack);
              assertThat(space.entries()).isEqualTo(1);
            });
  }
}
