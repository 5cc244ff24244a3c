package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Predecessor;
import org.hokan.archive.storage.Digests;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.SimulatedStore;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.image.recompress.Recipe;
import org.hokan.dicom.image.recompress.Recompression;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * The power goes, or the device fails, at the changes that smaller forms, or what lost something,
 * make to the disk until compaction has dropped their originals. System property {@code
 * hokan.crash.step} 1 tries each.
 */
class SwapCrashTest {
  private static final int STEP = Integer.getInteger("hokan.crash.step", 7);
  private static final long SEED = Long.getLong("hokan.crash.seed", System.nanoTime());
  private static final String FACILITY = "demo";
  private static final int PICTURES = 6;
  private static final Logger LOG = (Logger) LoggerFactory.getLogger("org.hokan.archive");

  private final Database database = Database.open(TestDatabase.H2.fresh(), IngestNode.tables());
  private final Recompression recompression = new Recompression();
  private final Map<Uid, Form> forms = new LinkedHashMap<>();
  private SimulatedStore disk = new SimulatedStore();
  private boolean admitted;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Form(byte[] bytes, Recipe recipe) {}

  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    LOG.setLevel(null);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Uid uid(int number) {
    return new Uid("1.2.3.1." + number);
  }

  private static Uid successor(int number) {
    return Predecessor.successorUid(FACILITY, uid(number));
  }

  private static byte[] picture(int number) {
    return IngestNode.bytes(picture(number, uid(number), 64));
  }

  private static DataSet picture(int number, Uid instance, int rows) {
    byte[] slope = new byte[rows * 64];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = (byte) (number * (i / 64) + i % 64);
    }
    return DataSet.builder()
        .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
        .uid(Tag.SOPInstanceUID, instance)
        .string(Tag.PatientID, "1")
        .uid(Tag.StudyInstanceUID, new Uid("1.2.3"))
        .uid(Tag.SeriesInstanceUID, new Uid("1.2.3.1"))
        .integer(Tag.SamplesPerPixel, 1)
        .string(Tag.PhotometricInterpretation, "MONOCHROME2")
        .integer(Tag.Rows, rows)
        .integer(Tag.Columns, 64)
        .integer(Tag.BitsAllocated, 8)
        .integer(Tag.BitsStored, 8)
        .integer(Tag.HighBit, 7)
        .integer(Tag.PixelRepresentation, 0)
        .bytes(Tag.PixelData, VR.OB, slope)
        .build();
  }

  private IngestNode node() {
    IngestNode node =
        new IngestNode(
            database, disk::open, new IngestSettings(50, 3, Duration.ZERO, Duration.ofSeconds(30)));
    disk.direct();
    return node;
  }

  /** An empty disk, an index that knows nothing, and pictures as they came. */
  private IngestNode begun() {
    disk = new SimulatedStore();
    database.run(
        tx -> {
          new Index(database).clear(tx);
          tx.session().createNativeMutationQuery("delete from dead_entry").executeUpdate();
        });
    IngestNode node = node();
    if (!admitted) {
      node.admit(FACILITY).agree(FACILITY, "1GB");
      admitted = true;
    }
    for (int i = 1; i <= PICTURES; i++) {
      assertThat(node.send(FACILITY, uid(i).value(), picture(i)).outcome())
          .isEqualTo(IngestOutcome.STORED);
    }
    return node.indexed();
  }

  private static byte[] stored(IngestNode node, InstanceRow row) {
    Location at =
        new Location(row.at().volume(), row.at().pack(), row.at().offset(), row.at().length());
    try (InputStream in = node.store.open(at)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Form form(byte[] original) {
    ByteArrayOutputStream smaller = new ByteArrayOutputStream();
    try {
      Recipe recipe =
          recompression.compress(
              new ByteArrayInputStream(original), TransferSyntax.JPEG_LS_LOSSLESS, smaller);
      return new Form(smaller.toByteArray(), recipe);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InstanceRow row(IngestNode node, Uid uid) {
    return node.index.instance(FACILITY, uid).orElseThrow();
  }

  /** What is made of an original. */
  private enum Swap {
    SMALLER_FORM,
    LOSSY_SUCCESSOR
  }

  /** What comes of all, then compaction, until something fails. */
  private void work(IngestNode node, Swap swap) {
    try {
      for (int i = 1; i <= PICTURES; i++) {
        InstanceRow row = row(node, uid(i));
        try (Incoming smaller = node.store.begin()) {
          swap(node, swap, row, i, smaller).toCompletableFuture().join();
        }
      }
      node.indexed();
      node.compaction(Duration.ZERO).demanded("op", true, line -> {});
    } catch (StorageException | CompletionException e) {
      assertThat(e).isNotNull();
    }
  }

  private CompletionStage<Void> swap(
      IngestNode node, Swap swap, InstanceRow row, int number, Incoming smaller) {
    if (swap == Swap.LOSSY_SUCCESSOR) {
      smaller.write(ByteBuffer.wrap(lossy(number)));
      return node.ingest.supersede(row, smaller, successor(number), IngestNode.SYNTAX.uid());
    }
    Form form = forms.computeIfAbsent(uid(number), uid -> form(stored(node, row)));
    smaller.write(ByteBuffer.wrap(form.bytes()));
    return node.ingest.replace(row, smaller, form.recipe());
  }

  /** Half of it is lost; nobody looks here. */
  private static byte[] lossy(int number) {
    Uid instance = successor(number);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      Part10.write(
          FileMetaInformation.of(Uids.VLEndoscopicImageStorage, instance, IngestNode.SYNTAX.uid()),
          picture(number, instance, 32),
          file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private static void end(IngestNode node) {
    node.ingest.close();
    node.audit.close();
  }

  private long operations(Swap swap) {
    IngestNode node = begun();
    disk.count();
    work(node, swap);
    long operations = disk.operations();
    switch (swap) {
      case SMALLER_FORM -> assertThat(row(node, uid(1)).recompressed()).isPresent();
      case LOSSY_SUCCESSOR -> assertThat(row(node, successor(1)).at()).isNotNull();
    }
    assertThat(node.index.deadSpace().stream().mapToLong(space -> space.entries()).sum())
        .as("some originals are gone")
        .isLessThan(PICTURES);
    end(node);
    return operations;
  }

  @ParameterizedTest
  @EnumSource
  void whateverFailsEachOriginalComesBack(SimulatedStore.Fault fault) throws Exception {
    whateverFails(fault, Swap.SMALLER_FORM);
  }

  @ParameterizedTest
  @EnumSource
  void whateverFailsEachOriginalOrWhatTookItsPlaceIsThereAndWhole(SimulatedStore.Fault fault)
      throws Exception {
    whateverFails(fault, Swap.LOSSY_SUCCESSOR);
  }

  private void whateverFails(SimulatedStore.Fault fault, Swap swap) throws Exception {
    long operations = operations(swap);
    for (long n = 1 + Math.floorMod(SEED, STEP); n <= operations; n += STEP) {
      SplittableRandom chance = new SplittableRandom(SEED * 31 + n);
      IngestNode node = begun();
      disk.failAt(n, fault, chance);
      work(node, swap);
      end(node);
      disk.powerCut(chance.nextInt(3) / 2.0, chance);
      if (chance.nextBoolean()) {
        database.run(tx -> new Index(database).clear(tx));
      }
      try {
        afterwards();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed %d, %s at operation %d of%n%s"
                .formatted(SEED, fault, n, String.join("\n", disk.log())),
            e);
      }
    }
  }

  private void afterwards() throws InterruptedException, IOException {
    IngestNode node = node();
    Compaction compaction = node.compaction(Duration.ZERO);
    compaction.recover();
    node.ingest.recover();
    check(node);
    assertThat(compaction.demanded("op", true, line -> {}).problems()).isEmpty();
    check(node);
    node.ingest.rebuild("op", progress -> {});
    check(node);
    end(node);
  }

  private void check(IngestNode node) throws IOException {
    assertThat(node.index.counts(FACILITY).instances()).isEqualTo(PICTURES);
    assertThat(node.index.counts(FACILITY).quarantined()).isZero();
    for (int i = 1; i <= PICTURES; i++) {
      Uid original = uid(i);
      InstanceRow row =
          node.index
              .instance(FACILITY, successor(i))
              .or(() -> node.index.instance(FACILITY, original))
              .orElseThrow();
      byte[] stored = stored(node, row);
      assertThat(sha256(stored)).isEqualTo(row.storedDigest());
      if (row.recompressed().isPresent()) {
        Recipe recipe = Recipe.required(row.recompressed().get().recipe());
        InputStream back = recompression.restore(new ByteArrayInputStream(stored), recipe);
        assertThat(sha256(back.readAllBytes())).isEqualTo(row.digest());
      }
    }
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Digests.sha256().digest(bytes));
  }
}
