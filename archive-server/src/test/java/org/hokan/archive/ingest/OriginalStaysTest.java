package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.compaction.Holds;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadReason;
import org.hokan.archive.index.DestructionOrder;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Outcome;
import org.hokan.archive.index.Predecessor;
import org.hokan.archive.index.QuarantineEntry;
import org.hokan.archive.index.QuarantineException;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.retention.HoldKind;
import org.hokan.archive.retention.LegalHold;
import org.hokan.archive.retention.LegalHolds;
import org.hokan.archive.storage.Location;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A legal hold that is placed after something was found to be free to lose a part, and before the
 * index knows what that became.
 */
@OnEachDatabase
class OriginalStaysTest {
  private static final Uid ORIGINAL = Uid.of("1.2.3.1.1");
  private static final int PACK = 8192; // bytes: each object ends its pack
  private static final Uid LOSSY = Predecessor.successorUid("demo", ORIGINAL);

  @TempDir private Path folder;

  private final Database database;
  private IngestNode node;
  private LegalHolds holds;

  OriginalStaysTest(TestDatabase on) {
    database = Database.open(on.fresh(), IngestNode.tables());
  }

  @AfterEach
  void close() {
    node.close();
    database.close();
  }

  private InstanceRow stored() {
    open();
    node.admit("demo").agree("demo", "1GB");
    node.send("demo", new Picture("77", "1.2.3", ORIGINAL.value(), "all of it".repeat(PACK)));
    return row(ORIGINAL);
  }

  private void open() {
    node = new IngestNode(database, folder, storage -> storage.packSize(PACK));
    holds = new LegalHolds(database, node.index, node.audit, node.clock);
    node.ingest.whenSuperseding(holds::isHeldUntilEnd);
    node.ingest.recover();
  }

  private InstanceRow row(Uid uid) {
    return node.indexed().index.instance("demo", uid).orElseThrow();
  }

  private void supersede(InstanceRow row) throws IOException {
    Successors.supersede(node, row, new Picture("77", "1.2.3", LOSSY.value(), "some".repeat(PACK)));
  }

  private void compacted(Holds held) {
    node.send("demo", new Picture("78", "1.2.5", "1.2.5.1.1", "the next pack's"));
    node.indexed();
    try (Compaction compaction = node.compaction(Duration.ZERO, held)) {
      compaction.demanded("op", true, line -> {});
    }
  }

  private List<DeadObject> dead() {
    return node.index.deadSpace().stream()
        .flatMap(space -> node.index.dead(space.pack()).stream())
        .toList();
  }

  @Test
  void itKeepsTheOriginalAndWhatWasMadeOfItIsDropped() throws Exception {
    InstanceRow row = stored();
    LegalHold hold = holds.place("demo", HoldKind.STUDY, "1.2.3", "claim", "K. Sato", "op");

    supersede(row);

    assertThat(row(ORIGINAL)).isEqualTo(row);
    assertThat(node.index.instance("demo", LOSSY)).isEmpty();
    assertThat(dead())
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.sopInstanceUid()).isEqualTo(LOSSY.value());
              assertThat(dead.reason()).isEqualTo(DeadReason.GIVEN_UP);
            });
    node.ingest.rebuild("op", objects -> {});
    assertThat(row(ORIGINAL)).isEqualTo(row);
    compacted(holds::keepsBytes);
    assertThat(dead()).as("on hold, both stay").hasSize(1);
    holds.release(hold.id(), "closed", "K. Sato", "op");
    compacted(holds::keepsBytes);
    assertThat(dead()).isEmpty();
    assertThat(node.store.verify(progress -> {}).damages()).isEmpty();
    assertThat(row(ORIGINAL).digest()).isEqualTo(row.digest());
  }

  @Test
  void withoutOneTheOriginalsPlaceIsTaken() throws Exception {
    InstanceRow row = stored();
    holds.place("demo", HoldKind.STUDY, "1.2.4", "claim", "K. Sato", "op");

    supersede(row);

    assertThat(node.index.instance("demo", ORIGINAL)).isEmpty();
    assertThat(row(LOSSY).sequence()).isEqualTo(row.sequence());
    assertThat(dead()).extracting(DeadObject::reason).containsExactly(DeadReason.SUPERSEDED);
  }

  @Test
  void aHoldThatIsPlacedAfterwardsTurnsNothingBackWhenTheIndexIsMadeAnew() throws Exception {
    supersede(stored());
    holds.place("demo", HoldKind.STUDY, "1.2.3", "claim", "K. Sato", "op");

    node.ingest.rebuild("op", objects -> {});

    assertThat(row(LOSSY).at().pack()).isNotEmpty();
    assertThat(node.index.instance("demo", ORIGINAL)).isEmpty();
  }

  @Test
  void whatWasMadeOfItStaysWhileTheOriginalIsNotWhole() throws Exception {
    InstanceRow row = stored();
    holds.place("demo", HoldKind.STUDY, "1.2.3", "claim", "K. Sato", "op");
    supersede(row);
    damage(row.at());

    compacted(Holds.NONE);

    assertThat(dead()).extracting(DeadObject::reason).containsExactly(DeadReason.GIVEN_UP);
    try (InputStream left = node.store.open(location(dead().get(0).at()))) {
      assertThat(new String(left.readAllBytes(), StandardCharsets.ISO_8859_1)).contains("somesome");
    }
  }

  @Test
  void whatWasMadeOfItIsDroppedOnceTheSameHasTakenTheOriginalsPlace() throws Exception {
    InstanceRow row = stored();
    LegalHold hold = holds.place("demo", HoldKind.STUDY, "1.2.3", "claim", "K. Sato", "op");
    supersede(row);
    holds.release(hold.id(), "closed", "K. Sato", "op");
    supersede(row);
    DeadObject givenUp = dead(DeadReason.GIVEN_UP);

    compacted(Holds.NONE);

    assertThat(dead()).isEmpty();
    assertThat(row(LOSSY).at()).isNotEqualTo(givenUp.at());
  }

  @Test
  void whatWasMadeOfItGoesWithItWhenItIsDestroyed() throws Exception {
    InstanceRow row = stored();
    LegalHold hold = holds.place("demo", HoldKind.STUDY, "1.2.3", "claim", "K. Sato", "op");
    supersede(row);
    holds.release(hold.id(), "closed", "K. Sato", "op");

    destroy("1.2.3");

    assertThat(dead()).hasSize(2).extracting(DeadObject::reason).containsOnly(DeadReason.DESTROYED);
    compacted(holds::keepsBytes);
    assertThat(dead()).isEmpty();
  }

  @Test
  void aHoldOnThePatientWithWhomItIsFiledKeepsItWhateverPatientItsDataSetNames() throws Exception {
    open();
    node.admit("demo").agree("demo", "1GB");
    node.send("demo", new Picture("88", "1.2.3", "1.2.3.1.2", "of the right patient"));
    node.indexed();
    node.send("demo", new Picture("77", "1.2.3", ORIGINAL.value(), "all of it".repeat(PACK)));
    node.indexed();
    node.ingest.release(aside().id(), "op");
    InstanceRow row = row(ORIGINAL);
    holds.place("demo", HoldKind.PATIENT, "88", "claim", "K. Sato", "op");

    supersede(row);

    assertThat(row(ORIGINAL)).isEqualTo(row);
    assertThat(dead()).extracting(DeadObject::reason).containsExactly(DeadReason.GIVEN_UP);
  }

  @Test
  void aReleaseTakesNoHeldOriginalsPlace() throws Exception {
    InstanceRow row = stored();
    node.send("demo", new Picture("78", "1.2.9", LOSSY.value(), "another of its UID"));
    node.indexed();
    supersede(row);
    destroy("1.2.9");
    LegalHold hold = holds.place("demo", HoldKind.STUDY, "1.2.3", "claim", "K. Sato", "op");

    assertThatThrownBy(() -> node.ingest.release(aside().id(), "op"))
        .isInstanceOf(QuarantineException.class)
        .hasMessageContaining("legal hold");

    assertThat(row(ORIGINAL)).isEqualTo(row);
    holds.release(hold.id(), "closed", "K. Sato", "op");
    assertThat(node.ingest.release(aside().id(), "op").kind()).isEqualTo(Outcome.Kind.REPLACED);
    assertThat(node.index.instance("demo", ORIGINAL)).isEmpty();
    assertThat(row(LOSSY).sequence()).isEqualTo(row.sequence());
  }

  private void damage(StoredAt at) throws IOException {
    Path pack;
    try (Stream<Path> files = Files.walk(folder)) {
      pack = files.filter(file -> file.endsWith(at.pack())).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(pack);
    bytes[(int) (at.offset() + at.length() / 2)] ^= 1;
    Files.write(pack, bytes);
  }

  private QuarantineEntry aside() {
    return node.index.quarantine(Optional.empty(), 0, 2).get(0);
  }

  private DeadObject dead(DeadReason reason) {
    return dead().stream().filter(dead -> dead.reason() == reason).findFirst().orElseThrow();
  }

  private void destroy(String study) {
    DestructionOrder order = new DestructionOrder(IngestNode.NOON, "over", "A", "B", "C", 1);
    database.run(tx -> node.index.destroy(tx, "demo", Uid.of(study), order));
  }

  private static Location location(StoredAt at) {
    return new Location(at.volume(), at.pack(), at.offset(), at.length());
  }
}
