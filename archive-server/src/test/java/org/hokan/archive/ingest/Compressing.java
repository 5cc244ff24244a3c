package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.archive.ingest.ImagesToCompress.JPEG;
import static org.hokan.archive.ingest.ImagesToCompress.dataSet;
import static org.hokan.archive.ingest.ImagesToCompress.sha256;
import static org.hokan.archive.ingest.ImagesToCompress.uid;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.billing.BillingEntry;
import org.hokan.archive.billing.RecordFilter;
import org.hokan.archive.billing.RecordType;
import org.hokan.archive.compression.CompressionFailure;
import org.hokan.archive.compression.CompressionRooms;
import org.hokan.archive.compression.CompressionSettings;
import org.hokan.archive.compression.Compressions;
import org.hokan.archive.compression.NightWindow;
import org.hokan.archive.compression.SurveyPortions;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.LossTerms;
import org.hokan.archive.contract.StorageRule;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadReason;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.job.JobSettings;
import org.hokan.archive.retention.LegalHolds;
import org.hokan.archive.storage.CopySettings;
import org.hokan.archive.storage.Location;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.recompress.Recipe;
import org.hokan.dicom.image.recompress.Recompression;
import org.hokan.dicom.image.transcode.BoundedLoss;
import org.junit.jupiter.api.Assumptions;

/** A node that compresses; its clock stands at noon. */
final class Compressing implements AutoCloseable {
  static final TransferSyntax JPEG_XL = TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION;

  /** Beyond so many jobs that are due soon, a survey adds one at a time. */
  static final int MOST_DUE = 50;

  static final JobSettings QUICK =
      new JobSettings(
          1,
          Duration.ofMillis(20),
          Duration.ofSeconds(-1),
          Duration.ofSeconds(-1),
          Duration.ofMinutes(1));

  static final CompressionSettings SETTINGS =
      new CompressionSettings(
          true,
          1,
          3,
          2,
          0,
          new NightWindow(LocalTime.of(22, 0), LocalTime.of(5, 0), ZoneOffset.UTC),
          Duration.ZERO,
          new SurveyPortions(2, MOST_DUE));

  final Recompression recompression = new Recompression();
  private final Path folder;
  final Database database;
  final IngestNode node;
  final LegalHolds holds;
  final JobQueue jobs;
  final Compressions compressions;

  Compressing(Path folder, TestDatabase kind) {
    this(folder, kind, CopySettings.none());
  }

  Compressing(Path folder, TestDatabase kind, CopySettings copies) {
    this(folder, Database.open(kind.fresh(), IngestNode.tables()), Duration.ZERO, copies);
  }

  /** Without second copies. */
  Compressing(Path folder, Database database, Duration later) {
    this(folder, database, later, CopySettings.none());
  }

  /** A node whose compression works so long after all arrivals. */
  private Compressing(Path folder, Database database, Duration later, CopySettings copies) {
    this.folder = folder;
    this.database = database;
    Clock clock = Clock.fixed(IngestNode.NOON.plus(later), ZoneOffset.UTC);
    node = new IngestNode(database, folder, storage -> storage.packSize(64 * 1024).copies(copies));
    holds = new LegalHolds(database, node.index, node.audit, clock);
    jobs = new JobQueue(database, QUICK, clock);
    compressions =
        new Compressions(
            SETTINGS,
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

  List<String> aside() {
    return node.index.quarantine(Optional.empty(), 0, 10).stream()
        .map(entry -> entry.sopInstanceUid().value())
        .toList();
  }

  int attempts() {
    return compressions.failures(Optional.empty(), 10).stream()
        .mapToInt(CompressionFailure::attempts)
        .sum();
  }

  void damage(InstanceRow row) throws IOException {
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

  /**
   * Where the codec is not installed, the tests of it are skipped; never where tools are required.
   */
  static void isInstalled() {
    Optional<String> unavailable = new Recompression().unavailable(JPEG_XL);
    if (Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED"))) {
      assertThat(unavailable).isEmpty();
    }
    Assumptions.assumeTrue(unavailable.isEmpty(), () -> unavailable.orElse(""));
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
