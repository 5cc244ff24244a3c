package org.hokan.archive.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.archive.scp.Asker.request;
import static org.hokan.archive.scp.ScpNode.ENDOSCOPIC;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.CopySettings;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.RetrieveResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is damaged on one disk and whole on the other is given out as it was stored. */
class DamageTest {
  private static final Uid MOVE = Uids.StudyRootQueryRetrieveInformationModelMove;
  private static final DataSet STILL = ScpNode.still("1", "1.2.1", "1.2.1.1");
  private static final DataSet LARGE =
      ScpNode.still("1", "1.2.1", "1.2.1.2").toBuilder()
          .bytes(Tag.PixelData, VR.OB, new byte[3 << 20])
          .build();

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private ScpNode node;

  @SuppressWarnings("NullAway.Init")
  private Viewer viewer;

  @SuppressWarnings("NullAway.Init")
  private Asker asker;

  @BeforeEach
  void start() throws IOException {
    CopySettings copies =
        new CopySettings(
            List.of(folder.resolve("copies")),
            Set.of("ECONOMY"),
            CopySettings.Time.BEFORE_SUCCESS,
            CopySettings.Unavailable.REFUSE,
            true);
    viewer = new Viewer(ScpNode.SYNTAX.uid());
    asker = new Asker();
    node = new ScpNode(folder, storage -> storage.copies(copies)).facility("demo");
    node.entityAt(asker.port(), "ENDO1", "demo", Permission.STORE, Permission.COMMIT);
    node.entityAt(viewer.port(), "VIEWER", "demo", Permission.RETRIEVE);
    node.send("ENDO1", STILL);
    node.send("ENDO1", LARGE);
  }

  @AfterEach
  void stop() {
    node.close();
    asker.close();
    viewer.close();
  }

  /** Changes a byte near the end of a stored object on one of the disks. */
  private void damage(String disk, String instance) throws Exception {
    assertThat(node.ingest.awaitIndexed()).isTrue();
    StoredAt at = node.index.instance("demo", Uid.of(instance)).orElseThrow().at();
    Path pack = folder.resolve(disk).resolve(at.pack());
    try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
      long late = at.offset() + at.length() - 2;
      file.seek(late);
      int was = file.read();
      file.seek(late);
      file.write(was ^ 1);
    }
  }

  private void awaitRepaired() {
    await().until(() -> node.store.verify(false, progress -> {}).damages().isEmpty());
  }

  private RetrieveResult move() throws IOException {
    DataSet study =
        DataSet.builder()
            .string(Tag.QueryRetrieveLevel, "STUDY")
            .string(Tag.StudyInstanceUID, "1.2.1")
            .build();
    try (ClientAssociation association = node.asking("VIEWER", MOVE)) {
      return association.move(MOVE, "VIEWER", study, progress -> true);
    }
  }

  @Test
  void aStillThatIsFoundDamagedIsRepairedAndSentAsItWasStored() throws Exception {
    damage("volume", "1.2.1.1");

    assertThat(move().outcome().status()).isEqualTo(Status.SUCCESS);

    assertThat(viewer.objects.get(Uid.of("1.2.1.1"))).isEqualTo(ScpNode.bytes(STILL));
    assertThat(node.retrieve.damaged()).isEqualTo(1);
    awaitRepaired();
  }

  @Test
  void aLargeObjectThatIsFoundDamagedAmidItsMessageIsWholeAtTheNextAttempt() throws Exception {
    damage("volume", "1.2.1.2");

    assertThat(move().outcome().status()).isEqualTo(Status.SUCCESS);

    assertThat(viewer.requests)
        .filteredOn(request -> request.affectedSopInstanceUid().equals(Uid.of("1.2.1.2")))
        .hasSize(2);
    assertThat(viewer.objects.get(Uid.of("1.2.1.2"))).isEqualTo(ScpNode.bytes(LARGE));
    assertThat(node.retrieve.damaged()).isEqualTo(1);
    awaitRepaired();
  }

  @Test
  void whatIsDamagedOnBothDisksFailsAndIsCountedOnce() throws Exception {
    damage("volume", "1.2.1.1");
    damage("copies", "1.2.1.1");

    RetrieveResult result = move();

    assertThat(result.failedSopInstanceUids()).containsExactly(Uid.of("1.2.1.1"));
    assertThat(viewer.objects).containsOnlyKeys(Uid.of("1.2.1.2"));
    assertThat(node.retrieve.damaged()).isEqualTo(1);
  }

  @Test
  void commitmentRepairsWhatItFindsDamagedAndPromisesItThen() throws Exception {
    damage("volume", "1.2.1.1");

    Asker.Report report = commit("1.9.1");

    assertThat(report.committed()).containsExactly(Uid.of("1.2.1.1"));
    awaitRepaired();
  }

  @Test
  void commitmentPromisesNothingThatIsDamagedOnBothDisks() throws Exception {
    damage("volume", "1.2.1.1");
    damage("copies", "1.2.1.1");

    assertThat(commit("1.9.2").failed()).containsEntry("1.2.1.1", 0x0110);
  }

  private Asker.Report commit(String transaction) throws Exception {
    Uid model = Uids.StorageCommitmentPushModel;
    try (ClientAssociation association =
        node.connect(node.proposal("ENDO1").propose(model, List.of(ScpNode.SYNTAX.uid())))) {
      association.action(
          model,
          Uids.StorageCommitmentPushModelInstance,
          1,
          request(transaction, ENDOSCOPIC, "1.2.1.1"));
    }
    return asker.next();
  }
}
