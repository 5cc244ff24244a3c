package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadReason;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Predecessor;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.retention.HoldKind;
import org.hokan.archive.retention.LegalHolds;
import org.hokan.archive.storage.Incoming;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
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
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Part10.write(
        FileMetaInformation.of(Uids.VLEndoscopicImageStorage, LOSSY, IngestNode.SYNTAX.uid()),
        new Picture("77", "1.2.3", LOSSY.value(), "some".repeat(PACK)).dataSet(),
        file);
    try (Incoming smaller = node.store.begin()) {
      smaller.write(ByteBuffer.wrap(file.toByteArray()));
      node.ingest
          .supersede(row, smaller, LOSSY, IngestNode.SYNTAX.uid())
          .toCompletableFuture()
          .join();
    }
    node.indexed();
  }

  private List<DeadObject> dead() {
    return node.index.deadSpace().stream()
        .flatMap(space -> node.index.dead(space.pack()).stream())
        .toList();
  }

  @Test
  void itKeepsTheOriginalAndWhatWasMadeOfItIsDropped() throws Exception {
    InstanceRow row = stored();
    holds.place("demo", HoldKind.STUDY, "1.2.3", "claim", "K. Sato", "op");

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
    node.send("demo", new Picture("78", "1.2.5", "1.2.5.1.1", "the next pack's"));
    node.indexed();
    try (Compaction compaction = node.compaction(Duration.ZERO)) {
      assertThat(compaction.demanded("op", true, line -> {}).problems()).isEmpty();
    }
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
}
