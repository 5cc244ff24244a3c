package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.billing.BillingEntry;
import org.hokan.archive.billing.RecordFilter;
import org.hokan.archive.billing.RecordType;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.compression.CompressionFailure;
import org.hokan.archive.compression.CompressionRooms;
import org.hokan.archive.compression.CompressionSettings;
import org.hokan.archive.compression.Compressions;
import org.hokan.archive.compression.NightWindow;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.LossTerms;
import org.hokan.archive.contract.StorageRule;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadReason;
import org.hokan.archive.index.FacilityCounts;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Predecessor;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.job.JobSettings;
import org.hokan.archive.retention.HoldKind;
import org.hokan.archive.retention.LegalHold;
import org.hokan.archive.retention.LegalHolds;
import org.hokan.archive.storage.CopySettings;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.Location;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.image.pixel.EncapsulatedPixelData;
import org.hokan.dicom.image.recompress.Recipe;
import org.hokan.dicom.image.recompress.Recompression;
import org.hokan.dicom.image.transcode.BoundedLoss;
import org.hokan.dicom.image.transcode.Transcoder;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What rules let be compressed is stored smaller, and comes back bit for bit. */
class CompressionTest {
  private static final Path PICTURES =
      Path.of(System.getProperty("hokan.root"), "test-data", "endoscopy");
  private static final TransferSyntax JPEG = TransferSyntax.JPEG_BASELINE_8BIT;
  private static final TransferSyntax JPEG_XL = TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION;
  private static final String STUDY = "1.2.3";

  private final Recompression recompression = new Recompression();
  @TempDir private Path folder;
  private CopySettings copies = CopySettings.none();

  @BeforeEach
  void isInstalled() {
    Optional<String> unavailable = recompression.unavailable(JPEG_XL);
    if (Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED"))) {
      assertThat(unavailable).isEmpty();
    }
    Assumptions.assumeTrue(unavailable.isEmpty(), () -> unavailable.orElse(""));
  }

  /** A node that compresses; its clock stands at noon. */
  private final class Compressing implements AutoCloseable {
    final Database database;
    final IngestNode node;
    final LegalHolds holds;
    final JobQueue jobs;
    final Compressions compressions;

    Compressing() {
      this(TestDatabase.H2);
    }

    Compressing(TestDatabase kind) {
      this(Database.open(kind.fresh(), IngestNode.tables()));
    }

    Compressing(Database database) {
      this(database, Duration.ZERO);
    }

    /** A node whose compression works so long after all arrivals. */
    Compressing(Database database, Duration later) {
      this.database = database;
      Clock clock = Clock.fixed(IngestNode.NOON.plus(later), ZoneOffset.UTC);
      node =
          new IngestNode(database, folder, storage -> storage.packSize(64 * 1024).copies(copies));
      holds = new LegalHolds(database, node.index, node.audit, clock);
      JobSettings quick =
          new JobSettings(
              1,
              Duration.ofMillis(20),
              Duration.ofSeconds(-1),
              Duration.ofSeconds(-1),
              Duration.ofMinutes(1));
      jobs = new JobQueue(database, quick, clock);
      NightWindow night = new NightWindow(LocalTime.of(22, 0), LocalTime.of(5, 0), ZoneOffset.UTC);
      compressions =
          new Compressions(
              new CompressionSettings(true, 1, 3, 2, 0, night, Duration.ZERO),
              new CompressionRooms(
                  node.store,
                  database,
                  node.index,
                  node.ingest,
                  node.rules,
                  node.ledger,
                  jobs,
                  node.audit,
                  recompression,
                  holds::isHeld),
              clock);
      node.ingest.recover();
      jobs.start();
    }

    Compressing agreed() {
      node.admit("demo").agree("demo", "1GB");
      return this;
    }

    /** Agreed to lose 3 of a sample, a day after the arrival. */
    Compressing lossy(LossTerms.Uids uids) {
      node.admit("demo").agreeLossy("demo", uids);
      return this;
    }

    Optional<InstanceRow> lossy(Uid uid) {
      return node.indexed()
          .index
          .instance("demo", uid)
          .filter(row -> row.transferSyntaxUid().equals(BoundedLoss.TARGET.uid()));
    }

    DeadObject superseded(int number) {
      return node.index.deadSpace().stream()
          .flatMap(space -> node.index.dead(space.pack()).stream())
          .filter(dead -> dead.reason() == DeadReason.SUPERSEDED)
          .filter(dead -> dead.sopInstanceUid().equals(uid(number).value()))
          .findFirst()
          .orElseThrow();
    }

    Compressing rule(String then) {
      node.rules.add(StorageRule.of("DEMO", "stills", "true", Actions.parse(then), 10), "op");
      return this;
    }

    void send(int number, byte[] dataSet) {
      send(number, JPEG, dataSet);
    }

    void send(int number, TransferSyntax syntax, byte[] dataSet) {
      IngestResult result =
          node.begin("demo", uid(number).value(), syntax, dataSet).toCompletableFuture().join();
      assertThat(result.outcome()).isEqualTo(IngestOutcome.STORED);
    }

    InstanceRow row(int number) {
      return node.indexed().index.instance("demo", uid(number)).orElseThrow();
    }

    /** The study was looked at, and nothing is to be done now. */
    void looked() {
      node.indexed();
      await().until(() -> compressions.waiting() == 0);
    }

    InstanceRow recompressed(int number) {
      await().until(() -> row(number).recompressed().isPresent());
      return row(number);
    }

    long savedInLedger() {
      RecordFilter savings =
          new RecordFilter(
              Optional.empty(), Optional.of("demo"), Optional.of(RecordType.SAVING), 0, 100);
      return node.ledger.records(savings).stream()
          .mapToLong(billed -> ((BillingEntry.Item) billed.record().entry()).quantity())
          .sum();
    }

    byte[] stored(InstanceRow row) {
      try (InputStream in =
          node.store.open(
              new Location(
                  row.at().volume(), row.at().pack(), row.at().offset(), row.at().length()))) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** It is stored smaller, whole, and what comes back has the digest of its arrival. */
    void assertSmallerAndGivenBack(InstanceRow row) throws IOException {
      byte[] stored = stored(row);
      assertThat(sha256(stored)).isEqualTo(row.storedDigest()).isNotEqualTo(row.digest());
      assertThat((long) stored.length)
          .isLessThan(row.recompressed().orElseThrow().originalLength() * 97 / 100);
      Recipe recipe = Recipe.required(row.recompressed().orElseThrow().recipe());
      byte[] back = recompression.restore(new ByteArrayInputStream(stored), recipe).readAllBytes();
      assertThat(sha256(back)).isEqualTo(row.digest());
    }

    void stop() {
      compressions.close();
      jobs.close();
      node.close();
    }

    @Override
    public void close() {
      stop();
      database.close();
    }
  }

  private static Uid uid(int number) {
    return new Uid(STUDY + ".1." + number);
  }

  private static byte[] endoscopy(int number) {
    return endoscopy(number, "1", number);
  }

  private static byte[] endoscopy(int pictureNumber, String patient, int number) {
    try {
      byte[] picture =
          Files.readAllBytes(PICTURES.resolve("stomach-0%d.jpg".formatted(pictureNumber)));
      return dataSet(number, patient, JPEG, EncapsulatedPixelData.ofFrames(List.of(picture)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] dataSet(
      int number, String patient, TransferSyntax syntax, org.hokan.dicom.data.Element pixelData) {
    return DataSetWriter.toBytes(
        DataSet.builder()
            .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
            .uid(Tag.SOPInstanceUID, uid(number))
            .string(Tag.Modality, "ES")
            .string(Tag.PatientID, patient)
            .uid(Tag.StudyInstanceUID, new Uid(STUDY))
            .uid(Tag.SeriesInstanceUID, new Uid(STUDY + ".1"))
            .put(pixelData)
            .build(),
        syntax);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStillIsStoredSmallerAndItsOriginalIsDroppedLater(TestDatabase kind) throws IOException {
    try (Compressing on = new Compressing(kind).agreed().rule("compression=lossless")) {
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
    try (Compressing on = new Compressing().agreed()) {
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
    copies =
        new CopySettings(
            List.of(folder.resolve("copies")),
            Set.of("ECONOMY"),
            CopySettings.Time.BEFORE_SUCCESS,
            CopySettings.Unavailable.REFUSE,
            true);
    try (Compressing on = new Compressing().agreed()) {
      on.send(1, endoscopy(1));
      InstanceRow before = on.row(1);
      damage(before);
      on.rule("compression=lossless").compressions.review();

      on.assertSmallerAndGivenBack(on.recompressed(1));
      assertThat(on.compressions.failures(Optional.empty(), 10)).isEmpty();
    }
  }

  @Test
  void aDamagedOriginalWithoutACopyIsListedAsDamaged() throws IOException {
    try (Compressing on = new Compressing().agreed()) {
      on.send(1, endoscopy(1));
      damage(on.row(1));
      on.rule("compression=lossless").compressions.review();

      await().until(() -> attempts(on) == 2);
      assertThat(on.compressions.failures(Optional.of("demo"), 10).get(0).problem())
          .startsWith("damaged: pack");
    }
  }

  @Test
  void ofTwoSmallerFormsOneIsGivenBack() throws IOException {
    try (Compressing on = new Compressing().agreed().rule("compression=lossless")) {
      on.send(1, endoscopy(1));
      InstanceRow before = on.row(1);
      byte[] original = on.stored(before);
      on.recompressed(1);
      try (Incoming other = on.node.store.begin()) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        Recipe recipe = recompression.compress(new ByteArrayInputStream(original), JPEG_XL, form);
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
    try (Compressing on = new Compressing().agreed().rule("compression=lossless")) {
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
    try (Compressing on = new Compressing(kind).agreed().rule("compression=lossless")) {
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
    try (Compressing on = new Compressing().agreed().rule("compression=lossless")) {
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
    try (Compressing on = new Compressing(kind).agreed()) {
      on.send(1, endoscopy(1));
      on.send(2, endoscopy(2, "another", 2));
      for (int i = 3; i <= 4; i++) {
        on.send(i, endoscopy(i));
      }
      on.rule("compression=lossless").compressions.review();
      InstanceRow first = on.recompressed(1);
      on.recompressed(3);
      on.recompressed(4);
      assertThat(aside(on)).containsExactly(uid(2).value());
      FacilityCounts counts = on.node.index.counts("demo");
      try (Compaction compaction = on.node.compaction(Duration.ZERO)) {
        assertThat(compaction.demanded("op", true, line -> {}).entries()).isPositive();
      }

      on.node.ingest.rebuild("op", objects -> {});

      assertThat(aside(on)).containsExactly(uid(2).value());
      assertThat(on.node.index.counts("demo")).isEqualTo(counts);
      assertThat(on.row(1).recompressed()).isEqualTo(first.recompressed());
      on.assertSmallerAndGivenBack(on.row(1));
    }
  }

  private static List<String> aside(Compressing on) {
    return on.node.index.quarantine(Optional.empty(), 0, 10).stream()
        .map(entry -> entry.sopInstanceUid().value())
        .toList();
  }

  @Test
  void anOriginalStaysWhenItsSmallerFormIsDamaged() throws Exception {
    try (Compressing on = new Compressing().agreed().rule("compression=lossless")) {
      on.send(1, endoscopy(1));
      on.send(2, endoscopy(2));
      InstanceRow smaller = on.recompressed(1);
      on.recompressed(2);
      damage(smaller);
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

  private void damage(InstanceRow row) throws IOException {
    Path pack;
    try (var files = Files.walk(folder)) {
      pack =
          files
              .filter(file -> file.endsWith(Path.of(row.at().pack())))
              .filter(file -> !file.startsWith(folder.resolve("copies")))
              .findFirst()
              .orElseThrow();
    }
    try (var file = new java.io.RandomAccessFile(pack.toFile(), "rw")) {
      file.seek(row.at().offset() + row.at().length() / 2);
      int was = file.read();
      file.seek(row.at().offset() + row.at().length() / 2);
      file.write(was ^ 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCameBeforeTheRuleIsTakenUp(TestDatabase kind) {
    try (Compressing on = new Compressing(kind).agreed()) {
      on.compressions.review();
      on.send(1, endoscopy(1));
      assertThat(on.row(1).recompressed()).isEmpty();

      on.rule("compression=lossless");
      on.compressions.review();

      on.recompressed(1);
    }
  }

  @Test
  void aLateImageOfAStudyIsTakenUp() {
    try (Compressing on = new Compressing().agreed().rule("compression=jpeg-xl")) {
      on.send(1, endoscopy(1));
      on.recompressed(1);
      on.send(2, endoscopy(2));

      on.recompressed(2);
    }
  }

  @ParameterizedTest
  @EnumSource(LossTerms.Uids.class)
  void whatMayBeLostIsLostAfterTheOriginalsTimeWithinTheBoundAndMarked(LossTerms.Uids uids)
      throws Exception {
    try (Compressing on =
        new Compressing(
                Database.open(TestDatabase.H2.fresh(), IngestNode.tables()), Duration.ofDays(2))
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
                Database.open(TestDatabase.H2.fresh(), IngestNode.tables()), Duration.ofDays(2))
            .lossy(LossTerms.Uids.KEEP)) {
      on.send(1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, nativeDataSet(1));
      InstanceRow before = on.row(1);
      damage(before);
      on.rule("compression=lossy").compressions.review();

      await().until(() -> attempts(on) == 2);
      assertThat(on.compressions.failures(Optional.of("demo"), 10).get(0).problem())
          .startsWith("damaged: pack");
      assertThat(on.row(1)).isEqualTo(before);
    }
  }

  @Test
  void whatHasNoPictureIsPassedOver() throws Exception {
    try (Compressing on = new Compressing().agreed().rule("compression=lossless")) {
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

  /** Grey values that rise, with noise. */
  private static byte[] nativeDataSet(int number) {
    byte[] pixels = new byte[64 * 64];
    SplittableRandom random = new SplittableRandom(number);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 50 + random.nextInt(16));
    }
    return grey(number, pixels);
  }

  private static byte[] part10(Uid instance, byte[] dataSet) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        Part10.header(
            FileMetaInformation.of(
                Uids.VLEndoscopicImageStorage,
                instance,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid())));
    out.writeBytes(dataSet);
    return out.toByteArray();
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

  @ParameterizedTest
  @EnumSource
  void theOriginalStaysForTheContractsTimeAndIsDroppedOnlyWhenItsSuccessorIsWhole(TestDatabase kind)
      throws Exception {
    Database database = Database.open(kind.fresh(), IngestNode.tables());
    Compressing before =
        new Compressing(database).lossy(LossTerms.Uids.NEW).rule("compression=lossy");
    before.send(1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, nativeDataSet(1));
    before.node.indexed();
    await()
        .until(
            () ->
                before.jobs.list("compression", 10).stream()
                    .anyMatch(job -> job.dueAt().equals(IngestNode.NOON.plus(Duration.ofDays(1)))));
    assertThat(before.row(1).recompressed()).isEmpty();
    before.stop();

    try (Compressing after = new Compressing(database, Duration.ofDays(2))) {
      after.send(2, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, nativeDataSet(2));
      Uid successor = Predecessor.successorUid("demo", uid(1));
      await().until(() -> after.lossy(successor).isPresent());
      after.looked();
      InstanceRow whole = after.lossy(successor).orElseThrow();
      damage(after.lossy(Predecessor.successorUid("demo", uid(2))).orElseThrow());
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
                Database.open(TestDatabase.H2.fresh(), IngestNode.tables()), Duration.ofDays(2))
            .lossy(LossTerms.Uids.NEW)
            .rule("compression=lossy")) {
      on.send(1, endoscopy(1));
      on.assertSmallerAndGivenBack(on.recompressed(1));
    }
    try (Compressing on = new Compressing().agreed().rule("compression=lossy")) {
      on.send(2, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, nativeDataSet(2));
      on.looked();
      assertThat(on.row(2).recompressed()).isEmpty();
    }
  }

  @Test
  void aStudyOnLegalHoldKeepsItsOriginals() {
    try (Compressing on =
        new Compressing(
                Database.open(TestDatabase.H2.fresh(), IngestNode.tables()), Duration.ofDays(2))
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

  @Test
  void whatIsForTheNightWaitsForIt() {
    try (Compressing on =
        new Compressing().agreed().rule("compression=lossless,compress=nightly")) {
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
    try (Compressing on = new Compressing().agreed().rule("compression=lossless,compress=30d")) {
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
    try (Compressing on = new Compressing().agreed().rule("compression=lossless")) {
      byte[] noJpeg = "no JPEG stream".getBytes(StandardCharsets.US_ASCII);
      on.send(1, dataSet(1, "1", JPEG, EncapsulatedPixelData.ofFrames(List.of(noJpeg))));
      on.send(2, endoscopy(2));
      on.recompressed(2);

      await().until(() -> attempts(on) == 2);
      on.looked();
      List<CompressionFailure> failures = on.compressions.failures(Optional.of("demo"), 10);
      assertThat(failures).hasSize(1);
      assertThat(failures.get(0).sopInstanceUid()).isEqualTo(uid(1));
      assertThat(failures.get(0).problem()).contains("JPEG");
      assertThat(on.row(1).recompressed()).isEmpty();

      assertThat(on.compressions.retry(Optional.of("demo"), 10, "op")).isEqualTo(1);
      await().until(() -> attempts(on) == 2);
    }
  }

  private static int attempts(Compressing on) {
    return on.compressions.failures(Optional.empty(), 10).stream()
        .mapToInt(CompressionFailure::attempts)
        .sum();
  }

  @Test
  void whatWouldNotBeSmallerIsTriedOnce() {
    try (Compressing on = new Compressing().agreed().rule("compression=rle")) {
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
    try (Compressing on = new Compressing().agreed().rule("compression=lossless")) {
      byte[] slope = new byte[64 * 64];
      for (int i = 0; i < slope.length; i++) {
        slope[i] = (byte) (i / 64 + i % 64);
      }
      on.send(1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, grey(1, slope));

      on.assertSmallerAndGivenBack(on.recompressed(1));
    }
  }

  private static byte[] grey(int number, byte[] pixels) {
    return DataSetWriter.toBytes(
        DataSet.builder()
            .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
            .uid(Tag.SOPInstanceUID, uid(number))
            .string(Tag.Modality, "ES")
            .string(Tag.PatientID, "1")
            .uid(Tag.StudyInstanceUID, new Uid(STUDY))
            .uid(Tag.SeriesInstanceUID, new Uid(STUDY + ".1"))
            .integer(Tag.SamplesPerPixel, 1)
            .string(Tag.PhotometricInterpretation, "MONOCHROME2")
            .integer(Tag.Rows, 64)
            .integer(Tag.Columns, 64)
            .integer(Tag.BitsAllocated, 8)
            .integer(Tag.BitsStored, 8)
            .integer(Tag.HighBit, 7)
            .integer(Tag.PixelRepresentation, 0)
            .bytes(Tag.PixelData, VR.OB, pixels)
            .build(),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  @Test
  void withoutARuleNothingIsCompressed() {
    try (Compressing on = new Compressing().agreed()) {
      on.send(1, endoscopy(1));
      on.node.indexed();

      assertThat(on.compressions.waiting()).isZero();
    }
  }
}
