package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.archive.ingest.Compressing.JPEG_XL;
import static org.hokan.archive.ingest.ImagesToCompress.JPEG;
import static org.hokan.archive.ingest.ImagesToCompress.STUDY;
import static org.hokan.archive.ingest.ImagesToCompress.dataSet;
import static org.hokan.archive.ingest.ImagesToCompress.endoscopy;
import static org.hokan.archive.ingest.ImagesToCompress.grey;
import static org.hokan.archive.ingest.ImagesToCompress.uid;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.compression.CompressionFailure;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadReason;
import org.hokan.archive.index.FacilityCounts;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.storage.CopySettings;
import org.hokan.archive.storage.Incoming;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.pixel.EncapsulatedPixelData;
import org.hokan.dicom.image.recompress.Recipe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What rules let be compressed is stored smaller, and comes back bit for bit. */
class CompressionTest {
  @TempDir private Path folder;

  @BeforeEach
  void isInstalled() {
    Compressing.isInstalled();
  }

  @ParameterizedTest
  @EnumSource
  void aStillIsStoredSmallerAndItsOriginalIsDroppedLater(TestDatabase kind) throws IOException {
    try (Compressing on = new Compressing(folder, kind).agreed().rule("compression=lossless")) {
      on.send(1, endoscopy(1));
      FacilityCounts before = on.node.indexed().index.counts("demo");

      InstanceRow smaller = on.recompressed(1);

      on.assertSmallerAndGivenBack(smaller);
      assertThat(smaller.transferSyntaxUid()).isEqualTo(JPEG.uid());
      assertThat(smaller.recompressed().orElseThrow().transferSyntaxUid()).isEqualTo(JPEG_XL.uid());
      assertThat(on.node.index.deadSpace().stream().mapToLong(space -> space.entries()).sum())
          .isEqualTo(1);
      assertThat(on.node.index.counts("demo"))
          .as("what is kept for the facility is what it sent")
          .isEqualTo(before);
      long saved = smaller.recompressed().orElseThrow().originalLength() - smaller.at().length();
      assertThat(on.compressions.status().facilities().get(0).savedBytes()).isEqualTo(saved);
      assertThat(on.savedInLedger()).isEqualTo(saved);
    }
  }

  @Test
  void theAuditTrailHasOneEntryForAStudyThatWasCompressed() {
    try (Compressing on = new Compressing(folder, TestDatabase.H2).agreed()) {
      on.send(1, endoscopy(1));
      on.send(2, endoscopy(2));
      on.rule("compression=lossless").compressions.review();
      on.recompressed(1);
      on.recompressed(2);
      on.looked();

      AuditFilter swaps = AuditFilter.builder().actionPrefix("storage.recompress").build();
      assertThat(on.node.audit.list(swaps))
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.study()).isEqualTo(STUDY);
                assertThat(entry.objects()).isEqualTo(2);
              });
    }
  }

  @Test
  void aDamagedOriginalIsRepairedFromItsCopyAndThenCompressed() throws IOException {
    CopySettings copies =
        new CopySettings(
            List.of(folder.resolve("copies")),
            Set.of("ECONOMY"),
            CopySettings.Time.BEFORE_SUCCESS,
            CopySettings.Unavailable.REFUSE,
            true);
    try (Compressing on = new Compressing(folder, TestDatabase.H2, copies).agreed()) {
      on.send(1, endoscopy(1));
      InstanceRow before = on.row(1);
      on.damage(before);
      on.rule("compression=lossless").compressions.review();

      on.assertSmallerAndGivenBack(on.recompressed(1));
      assertThat(on.compressions.failures(Optional.empty(), 10)).isEmpty();
    }
  }

  @Test
  void aDamagedOriginalWithoutACopyIsListedAsDamaged() throws IOException {
    try (Compressing on = new Compressing(folder, TestDatabase.H2).agreed()) {
      on.send(1, endoscopy(1));
      on.damage(on.row(1));
      on.rule("compression=lossless").compressions.review();

      await().until(() -> on.attempts() == 2);
      assertThat(on.compressions.failures(Optional.of("demo"), 10).get(0).problem())
          .startsWith("damaged: pack");
    }
  }

  @Test
  void ofTwoSmallerFormsOneIsGivenBack() throws IOException {
    try (Compressing on =
        new Compressing(folder, TestDatabase.H2).agreed().rule("compression=lossless")) {
      on.send(1, endoscopy(1));
      InstanceRow before = on.row(1);
      byte[] original = on.stored(before);
      on.recompressed(1);
      try (Incoming other = on.node.store.begin()) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        Recipe recipe =
            on.recompression.compress(new ByteArrayInputStream(original), JPEG_XL, form);
        other.write(ByteBuffer.wrap(form.toByteArray()));
        on.node.ingest.replace(before, other, recipe).toCompletableFuture().join();
      }
      for (int i = 2; i <= 5; i++) {
        on.send(i, endoscopy(i - 1, "1", i));
      }
      on.looked();
      assertThat(on.row(1).recompressed()).isPresent();
      try (Compaction compaction = on.node.compaction(Duration.ZERO)) {
        compaction.demanded("op", true, line -> {});
      }

      assertThat(
              on.node.index.deadSpace().stream()
                  .flatMap(space -> on.node.index.dead(space.pack()).stream())
                  .map(DeadObject::sopInstanceUid))
          .doesNotContain(uid(1).value());
      on.assertSmallerAndGivenBack(on.row(1));
    }
  }

  @Test
  void theSameObjectSentAgainIsStillTheSame() {
    try (Compressing on =
        new Compressing(folder, TestDatabase.H2).agreed().rule("compression=lossless")) {
      on.send(1, endoscopy(1));
      on.recompressed(1);

      assertThat(
              on.node
                  .begin("demo", uid(1).value(), JPEG, endoscopy(1))
                  .toCompletableFuture()
                  .join()
                  .outcome())
          .isEqualTo(IngestOutcome.DUPLICATE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anIndexMadeAnewHasTheSmallerForms(TestDatabase kind) throws Exception {
    try (Compressing on = new Compressing(folder, kind).agreed().rule("compression=lossless")) {
      for (int i = 1; i <= 4; i++) {
        on.send(i, endoscopy(i));
      }
      for (int i = 1; i <= 4; i++) {
        on.recompressed(i);
      }
      InstanceRow before = on.row(3);
      FacilityCounts counts = on.node.index.counts("demo");
      Object savings = on.node.index.savings();

      long saved = on.savedInLedger();

      on.node.ingest.rebuild("op", objects -> {});

      assertThat(on.row(3)).isEqualTo(before);
      assertThat(on.node.index.counts("demo")).isEqualTo(counts);
      on.looked();
      assertThat(on.savedInLedger()).isEqualTo(saved);
      assertThat(on.node.index.savings()).isEqualTo(savings);
    }
  }

  @Test
  void compactionDropsTheOriginalsAndEverythingComesBackStill() throws Exception {
    try (Compressing on =
        new Compressing(folder, TestDatabase.H2).agreed().rule("compression=lossless")) {
      for (int i = 1; i <= 4; i++) {
        on.send(i, endoscopy(i));
      }
      for (int i = 1; i <= 4; i++) {
        on.recompressed(i);
      }
      FacilityCounts counts = on.node.index.counts("demo");
      try (Compaction compaction = on.node.compaction(Duration.ZERO)) {
        assertThat(compaction.demanded("op", true, line -> {}).entries()).isPositive();
      }

      on.node.ingest.rebuild("op", objects -> {});

      assertThat(on.node.index.counts("demo")).isEqualTo(counts);
      for (int i = 1; i <= 4; i++) {
        on.assertSmallerAndGivenBack(on.row(i));
      }
    }
  }

  /** Its original gone, the form stands in the packs behind the other patient's object. */
  @ParameterizedTest
  @EnumSource
  void anIndexMadeAnewLeavesAStudyToThePatientOfItsFirstObject(TestDatabase kind) throws Exception {
    try (Compressing on = new Compressing(folder, kind).agreed()) {
      on.send(1, endoscopy(1));
      on.send(2, endoscopy(2, "another", 2));
      for (int i = 3; i <= 4; i++) {
        on.send(i, endoscopy(i));
      }
      on.rule("compression=lossless").compressions.review();
      InstanceRow first = on.recompressed(1);
      on.recompressed(3);
      on.recompressed(4);
      assertThat(on.aside()).containsExactly(uid(2).value());
      FacilityCounts counts = on.node.index.counts("demo");
      try (Compaction compaction = on.node.compaction(Duration.ZERO)) {
        assertThat(compaction.demanded("op", true, line -> {}).entries()).isPositive();
      }

      on.node.ingest.rebuild("op", objects -> {});

      assertThat(on.aside()).containsExactly(uid(2).value());
      assertThat(on.node.index.counts("demo")).isEqualTo(counts);
      assertThat(on.row(1).recompressed()).isEqualTo(first.recompressed());
      on.assertSmallerAndGivenBack(on.row(1));
    }
  }

  @Test
  void anOriginalStaysWhenItsSmallerFormIsDamaged() throws Exception {
    try (Compressing on =
        new Compressing(folder, TestDatabase.H2).agreed().rule("compression=lossless")) {
      on.send(1, endoscopy(1));
      on.send(2, endoscopy(2));
      InstanceRow smaller = on.recompressed(1);
      on.recompressed(2);
      on.damage(smaller);
      try (Compaction compaction = on.node.compaction(Duration.ZERO)) {
        compaction.demanded("op", true, line -> {});
      }

      assertThat(
              on.node.index.deadSpace().stream()
                  .flatMap(space -> on.node.index.dead(space.pack()).stream())
                  .filter(dead -> dead.reason() == DeadReason.RECOMPRESSED)
                  .map(dead -> dead.sopInstanceUid()))
          .contains(uid(1).value());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCameBeforeTheRuleIsTakenUp(TestDatabase kind) {
    try (Compressing on = new Compressing(folder, kind).agreed()) {
      on.compressions.review();
      on.send(1, endoscopy(1));
      assertThat(on.row(1).recompressed()).isEmpty();

      on.rule("compression=lossless");
      on.compressions.review();

      on.recompressed(1);
    }
  }

  @Test
  void withoutARuleThatCompressesNothingThatIsStoredIsLookedAt() {
    try (Compressing on = new Compressing(folder, TestDatabase.H2).agreed()) {
      on.jobs.close(); // what is asked for stays to be seen
      on.compressions.review();
      assertThat(on.jobs.waiting("compression-survey")).isZero();

      on.rule("compression=lossless");
      on.compressions.review();

      assertThat(on.jobs.waiting("compression-survey")).isEqualTo(1);
    }
  }

  @Test
  void aLateImageOfAStudyIsTakenUp() {
    try (Compressing on =
        new Compressing(folder, TestDatabase.H2).agreed().rule("compression=jpeg-xl")) {
      on.send(1, endoscopy(1));
      on.recompressed(1);
      on.send(2, endoscopy(2));

      on.recompressed(2);
    }
  }

  @Test
  void whatHasNoPictureIsPassedOver() throws Exception {
    try (Compressing on =
        new Compressing(folder, TestDatabase.H2).agreed().rule("compression=lossless")) {
      DataSet report =
          DataSet.builder()
              .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
              .string(Tag.SOPInstanceUID, uid(2).value())
              .string(Tag.PatientID, "1")
              .string(Tag.StudyInstanceUID, STUDY)
              .string(Tag.SeriesInstanceUID, STUDY + ".2")
              .build();
      on.send(
          2,
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          DataSetWriter.toBytes(report, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
      on.send(1, endoscopy(1));
      on.recompressed(1);
      on.looked();

      assertThat(on.row(2).recompressed()).isEmpty();
      assertThat(on.compressions.failures(Optional.empty(), 10)).isEmpty();
    }
  }

  @Test
  void whatIsForTheNightWaitsForIt() {
    try (Compressing on =
        new Compressing(folder, TestDatabase.H2)
            .agreed()
            .rule("compression=lossless,compress=nightly")) {
      on.send(1, endoscopy(1));
      on.node.indexed();

      await()
          .until(
              () ->
                  on.jobs.list("compression", 10).stream()
                      .anyMatch(job -> job.dueAt().equals(Instant.parse("2026-06-15T22:00:00Z"))));
      assertThat(on.row(1).recompressed()).isEmpty();
    }
  }

  @Test
  void whatIsForLaterWaitsForIts() {
    try (Compressing on =
        new Compressing(folder, TestDatabase.H2)
            .agreed()
            .rule("compression=lossless,compress=30d")) {
      on.send(1, endoscopy(1));
      on.node.indexed();

      await()
          .until(
              () ->
                  on.jobs.list("compression", 10).stream()
                      .anyMatch(
                          job -> job.dueAt().equals(IngestNode.NOON.plus(Duration.ofDays(30)))));
      assertThat(on.row(1).recompressed()).isEmpty();
    }
  }

  @Test
  void aPictureThatCannotBeDoneIsListedWithItsReasonAndLeftAsItCame() {
    try (Compressing on =
        new Compressing(folder, TestDatabase.H2).agreed().rule("compression=lossless")) {
      byte[] noJpeg = "no JPEG stream".getBytes(StandardCharsets.US_ASCII);
      on.send(1, dataSet(1, "1", JPEG, EncapsulatedPixelData.ofFrames(List.of(noJpeg))));
      on.send(2, endoscopy(2));
      on.recompressed(2);

      await().until(() -> on.attempts() == 2);
      on.looked();
      List<CompressionFailure> failures = on.compressions.failures(Optional.of("demo"), 10);
      assertThat(failures).hasSize(1);
      assertThat(failures.get(0).sopInstanceUid()).isEqualTo(uid(1));
      assertThat(failures.get(0).problem()).contains("JPEG");
      assertThat(on.row(1).recompressed()).isEmpty();

      assertThat(on.compressions.retry(Optional.of("demo"), 10, "op")).isEqualTo(1);
      await().until(() -> on.attempts() == 2);
    }
  }

  @Test
  void whatWouldNotBeSmallerIsTriedOnce() {
    try (Compressing on =
        new Compressing(folder, TestDatabase.H2).agreed().rule("compression=rle")) {
      byte[] noise = new byte[64 * 64];
      new java.util.Random(1).nextBytes(noise);
      on.send(1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, grey(1, noise));
      on.looked();
      await().until(() -> on.compressions.figures().dropped() == 1);
      on.send(2, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, grey(2, new byte[64 * 64]));
      on.recompressed(2);
      on.looked();

      assertThat(on.compressions.figures().dropped()).isEqualTo(1);
      assertThat(on.row(1).recompressed()).isEmpty();
      assertThat(on.compressions.failures(Optional.empty(), 10)).isEmpty();
    }
  }

  @Test
  void nativeFramesAreStoredSmallerAndComeBack() throws IOException {
    try (Compressing on =
        new Compressing(folder, TestDatabase.H2).agreed().rule("compression=lossless")) {
      byte[] slope = new byte[64 * 64];
      for (int i = 0; i < slope.length; i++) {
        slope[i] = (byte) (i / 64 + i % 64);
      }
      on.send(1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, grey(1, slope));

      on.assertSmallerAndGivenBack(on.recompressed(1));
    }
  }

  @Test
  void withoutARuleNothingIsCompressed() {
    try (Compressing on = new Compressing(folder, TestDatabase.H2).agreed()) {
      on.send(1, endoscopy(1));
      on.node.indexed();

      assertThat(on.compressions.waiting()).isZero();
    }
  }
}
