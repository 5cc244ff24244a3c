package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.archive.ingest.ImagesToCompress.STUDY;
import static org.hokan.archive.ingest.ImagesToCompress.dataSet;
import static org.hokan.archive.ingest.ImagesToCompress.endoscopy;
import static org.hokan.archive.ingest.ImagesToCompress.nativeDataSet;
import static org.hokan.archive.ingest.ImagesToCompress.part10;
import static org.hokan.archive.ingest.ImagesToCompress.sha256;
import static org.hokan.archive.ingest.ImagesToCompress.uid;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.contract.LossTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadReason;
import org.hokan.archive.index.FacilityCounts;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Predecessor;
import org.hokan.archive.retention.HoldKind;
import org.hokan.archive.retention.LegalHold;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.image.transcode.BoundedLoss;
import org.hokan.dicom.image.transcode.Transcoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What contracts let be lost is lost in its time, within the bound, and never more. */
class LossTest {
  @TempDir private Path folder;

  @BeforeEach
  void isInstalled() {
    Compressing.isInstalled();
  }

  @ParameterizedTest
  @EnumSource(LossTerms.Uids.class)
  void whatMayBeLostIsLostAfterTheOriginalsTimeWithinTheBoundAndMarked(LossTerms.Uids uids)
      throws Exception {
    try (Compressing on =
        new Compressing(
                folder,
                Database.open(TestDatabase.H2.fresh(), IngestNode.tables()),
                Duration.ofDays(2))
            .lossy(uids)
            .rule("compression=lossy")) {
      byte[] dataSet = nativeDataSet(1);
      on.send(1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, dataSet);
      FacilityCounts counts = on.node.indexed().index.counts("demo");
      Uid successor =
          uids == LossTerms.Uids.NEW ? Predecessor.successorUid("demo", uid(1)) : uid(1);

      await().until(() -> on.lossy(successor).isPresent());

      InstanceRow row = on.lossy(successor).orElseThrow();
      byte[] stored = on.stored(row);
      assertThat(sha256(stored)).isEqualTo(row.digest());
      assertMarked(stored, successor, uids);
      byte[] original = part10(uid(1), dataSet);
      assertThat(
              new BoundedLoss(Transcoder.standard())
                  .largestError(
                      new ByteArrayInputStream(original), new ByteArrayInputStream(stored)))
          .isBetween(1, 3);
      if (uids == LossTerms.Uids.NEW) {
        assertThat(on.node.index.instance("demo", uid(1))).isEmpty();
      }
      assertThat(on.node.index.counts("demo")).isEqualTo(counts);
      assertThat(on.savedInLedger())
          .isPositive()
          .isEqualTo(on.node.index.savings().get(0).savedBytes());

      on.node.ingest.rebuild("op", objects -> {});
      assertThat(on.lossy(successor)).contains(row);
      assertThat(on.node.index.counts("demo")).isEqualTo(counts);
    }
  }

  @Test
  void nothingIsLostOfAnOriginalThatIsDamaged() throws Exception {
    try (Compressing on =
        new Compressing(
                folder,
                Database.open(TestDatabase.H2.fresh(), IngestNode.tables()),
                Duration.ofDays(2))
            .lossy(LossTerms.Uids.KEEP)) {
      on.send(1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, nativeDataSet(1));
      InstanceRow before = on.row(1);
      on.damage(before);
      on.rule("compression=lossy").compressions.review();

      await().until(() -> on.attempts() == 2);
      assertThat(on.compressions.failures(Optional.of("demo"), 10).get(0).problem())
          .startsWith("damaged: pack");
      assertThat(on.row(1)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOriginalStaysForTheContractsTimeAndIsDroppedOnlyWhenItsSuccessorIsWhole(TestDatabase kind)
      throws Exception {
    Database database = Database.open(kind.fresh(), IngestNode.tables());
    Compressing before =
        new Compressing(folder, database, Duration.ZERO)
            .lossy(LossTerms.Uids.NEW)
            .rule("compression=lossy");
    before.send(1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, nativeDataSet(1));
    before.node.indexed();
    await()
        .until(
            () ->
                before.jobs.list("compression", 10).stream()
                    .anyMatch(job -> job.dueAt().equals(IngestNode.NOON.plus(Duration.ofDays(1)))));
    assertThat(before.row(1).recompressed()).isEmpty();
    before.stop();

    try (Compressing after = new Compressing(folder, database, Duration.ofDays(2))) {
      after.send(2, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, nativeDataSet(2));
      Uid successor = Predecessor.successorUid("demo", uid(1));
      await().until(() -> after.lossy(successor).isPresent());
      after.looked();
      InstanceRow whole = after.lossy(successor).orElseThrow();
      after.damage(after.lossy(Predecessor.successorUid("demo", uid(2))).orElseThrow());
      try (Compaction compaction = after.node.compaction(Duration.ZERO)) {
        compaction.demanded("op", true, line -> {});
      }
      assertThat(
              after.node.index.deadSpace().stream()
                  .flatMap(space -> after.node.index.dead(space.pack()).stream())
                  .filter(dead -> dead.reason() == DeadReason.SUPERSEDED)
                  .map(dead -> dead.sopInstanceUid()))
          .contains(uid(2).value());
      after.node.ingest.rebuild("op", objects -> {});
      assertThat(after.lossy(successor).orElseThrow().digest()).isEqualTo(whole.digest());
    }
  }

  @Test
  void nothingIsLostWhereTheContractNamesNoQualityOrTheObjectIsLossyAlready() throws Exception {
    try (Compressing on =
        new Compressing(
                folder,
                Database.open(TestDatabase.H2.fresh(), IngestNode.tables()),
                Duration.ofDays(2))
            .lossy(LossTerms.Uids.NEW)
            .rule("compression=lossy")) {
      on.send(1, endoscopy(1));
      on.assertSmallerAndGivenBack(on.recompressed(1));
    }
    try (Compressing on =
        new Compressing(folder, TestDatabase.H2).agreed().rule("compression=lossy")) {
      on.send(2, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, nativeDataSet(2));
      on.looked();
      assertThat(on.row(2).recompressed()).isEmpty();
    }
  }

  @Test
  void aStudyOnLegalHoldKeepsItsOriginals() {
    try (Compressing on =
        new Compressing(
                folder,
                Database.open(TestDatabase.H2.fresh(), IngestNode.tables()),
                Duration.ofDays(2))
            .lossy(LossTerms.Uids.NEW)
            .rule("compression=lossy")) {
      LegalHold hold = on.holds.place("demo", HoldKind.STUDY, STUDY, "claim", "K. Sato", "op");
      on.send(1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, nativeDataSet(1));
      Instant nextDay = IngestNode.NOON.plus(Duration.ofDays(3));
      await()
          .until(
              () ->
                  on.jobs.list("compression", 10).stream()
                      .anyMatch(job -> job.dueAt().equals(nextDay)));
      assertThat(on.row(1).recompressed()).isEmpty();

      on.holds.release(hold.id(), "closed", "K. Sato", "op");
      on.send(2, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, nativeDataSet(2));
      await().until(() -> on.lossy(Predecessor.successorUid("demo", uid(1))).isPresent());
      DeadObject original = on.superseded(1);
      assertThat(on.holds.keepsBytes(original)).isFalse();

      on.holds.place("demo", HoldKind.STUDY, STUDY, "another claim", "K. Sato", "op");
      assertThat(on.holds.keepsBytes(original)).isTrue();
    }
  }

  private static void assertMarked(byte[] stored, Uid successor, LossTerms.Uids uids)
      throws IOException {
    try (Part10File file = Part10.open(new ByteArrayInputStream(stored))) {
      assertThat(file.metaInformation().orElseThrow().mediaStorageSopInstanceUid())
          .contains(successor);
      DataSet read = file.readHead();
      assertThat(read.uid(Tag.SOPInstanceUID)).contains(successor);
      assertThat(read.string(Tag.LossyImageCompression)).contains("01");
      assertThat(read.string(Tag.LossyImageCompressionMethod)).contains("ISO_14495_1");
      assertThat(read.string(Tag.LossyImageCompressionRatio)).isPresent();
      assertThat(read.string(Tag.DerivationDescription)).isPresent();
      assertThat(read.strings(Tag.ImageType)).startsWith("DERIVED");
      assertThat(read.items(Tag.SourceImageSequence)).hasSize(uids == LossTerms.Uids.NEW ? 1 : 0);
    }
  }
}
