package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hokan.archive.contract.ExamState;
import org.hokan.archive.contract.StorageDecision;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.QuarantineEntry;
import org.hokan.archive.index.QuarantineException;
import org.hokan.archive.index.QuarantineReason;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.index.StudyFilter;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.storage.CopySettings;
import org.hokan.archive.storage.EntryFacts;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.Shelf;
import org.hokan.archive.storage.SimulatedStore;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of damaged bytes no index is made: the copy is read, or a person sees what is lost. */
class DamagedObjectsTest {
  private static final Picture DAMAGED = new Picture("PAT7", "1.2.3", "1.2.3.2", "x".repeat(8000));

  @TempDir private Path folder;
  private final Database database = Database.open(TestDatabase.H2.fresh(), IngestNode.tables());

  @AfterEach
  void close() {
    database.close();
  }

  private IngestNode node(boolean copied) {
    List<Path> copies = copied ? List.of(folder.resolve("copies")) : List.of();
    return new IngestNode(
        database,
        folder,
        storage ->
            storage.copies(
                new CopySettings(
                    copies,
                    Set.of("ECONOMY", "DELUXE"),
                    CopySettings.Time.BEFORE_SUCCESS,
                    CopySettings.Unavailable.REFUSE,
                    true)));
  }

  /** Three pictures of a patient, the second one to be damaged. */
  private static StoredAt fill(IngestNode node) {
    return fill(node, DAMAGED);
  }

  private static StoredAt fill(IngestNode node, Picture damaged) {
    node.admit("demo").agree("demo", "1GB");
    for (Picture picture :
        List.of(
            new Picture("PAT1", "1.2.1", "1.2.1.1", "y".repeat(8000)),
            damaged,
            new Picture("PAT1", "1.2.1", "1.2.1.3", "z".repeat(8000)))) {
      assertThat(node.send("demo", picture).outcome()).isEqualTo(IngestOutcome.STORED);
    }
    node.indexed();
    return at(node);
  }

  private static StoredAt at(IngestNode node) {
    return node.index
        .instance("demo", new Uid(DAMAGED.instance()))
        .map(row -> row.at())
        .orElseThrow();
  }

  /** A bit of the patient ID changes on the medium. */
  private void flip(StoredAt at) throws IOException {
    Path pack = folder.resolve("volume").resolve(at.pack());
    byte[] bytes = Files.readAllBytes(pack);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("PAT7", (int) at.offset()) + 3] ^= 1;
    Files.write(pack, bytes);
  }

  private static List<String> patients(IngestNode node) {
    return node.index.studies(StudyFilter.all()).stream()
        .map(study -> study.patientId())
        .sorted()
        .toList();
  }

  private static List<QuarantineEntry> aside(IngestNode node) {
    return node.index.quarantine(Optional.empty(), 0, 10);
  }

  private static void isAside(IngestNode node) {
    assertThat(patients(node)).containsExactly("PAT1");
    assertThat(node.index.counts("demo").instances()).isEqualTo(2);
    QuarantineEntry entry = aside(node).get(0);
    assertThat(aside(node)).hasSize(1);
    assertThat(entry.reason()).isEqualTo(QuarantineReason.DAMAGED);
    assertThat(entry.sopInstanceUid().value()).isEqualTo(DAMAGED.instance());
    assertThat(entry.patientId()).isEmpty();
    assertThat(node.store.scrub().damages()).hasSize(1);
    assertThatThrownBy(() -> node.ingest.release(entry.id(), "op"))
        .isInstanceOf(QuarantineException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void whatIsDamagedAndWholeNowhereIsKeptAsideUntilItIsSentAgain() throws Exception {
    try (IngestNode node = node(false)) {
      flip(fill(node));
      node.ingest.rebuild("op", progress -> {});
      isAside(node);
      node.ingest.rebuild("op", progress -> {});
      isAside(node);
      assertThat(node.send("demo", DAMAGED).outcome()).isEqualTo(IngestOutcome.STORED);
      assertThat(patients(node.indexed())).containsExactly("PAT1", "PAT7");
      node.ingest.rebuild("op", progress -> {});
      assertThat(patients(node)).containsExactly("PAT1", "PAT7");
    }
  }

  @Test
  void aChangedBitInTheHeadOfALongerObjectFilesItUnderNoOther() throws Exception {
    Picture longer = new Picture("PAT7", "1.2.3", DAMAGED.instance(), "x".repeat(3 << 20));
    try (IngestNode node = node(false)) {
      flip(fill(node, longer));
      node.ingest.rebuild("op", progress -> {});
      isAside(node);
    }
  }

  @Test
  void whatIsDamagedInTheFirstOnlyIsFiledFromItsCopy() throws Exception {
    try (IngestNode node = node(true)) {
      flip(fill(node));
      node.ingest.rebuild("op", progress -> {});
      assertThat(patients(node)).containsExactly("PAT1", "PAT7");
      assertThat(aside(node)).isEmpty();
      assertThat(node.index.counts("demo").instances()).isEqualTo(3);
    }
  }

  @Test
  void oneUnreadableSectorStopsNoRebuildAndNoStart() throws Exception {
    SimulatedStore disk = new SimulatedStore();
    IngestSettings settings = IngestSettings.defaults();
    try (IngestNode node =
        new IngestNode(
            database,
            clock -> {
              var store = disk.open(clock);
              disk.direct();
              return store;
            },
            settings)) {
      StoredAt at = fill(node);
      disk.spoil(at.pack(), at.offset() + 4200);
      assertThat(node.ingest.rebuild("op", progress -> {})).isEqualTo(3);
      isAside(node);
      assertThat(node.ingest.isRebuilding()).isFalse();
    }
  }

  @Test
  void anObjectInAPackWithMoreAttributesThanAreTakenIsKeptAsideAndStopsNoRebuild()
      throws Exception {
    try (IngestNode node = node(false)) {
      fill(node);
      Picture heavy = new Picture("PAT9", "1.2.9", "1.2.9.1", "x");
      putInAPack(node, heavy);

      assertThat(node.ingest.rebuild("op", progress -> {})).isEqualTo(4);

      assertThat(patients(node)).containsExactly("PAT1", "PAT7");
      assertThat(aside(node))
          .singleElement()
          .satisfies(
              entry -> assertThat(entry.sopInstanceUid().value()).isEqualTo(heavy.instance()));
    }
  }

  /** As an earlier version did. */
  private static void putInAPack(IngestNode node, Picture picture) {
    Arrival arrival =
        new Arrival(
            "demo",
            "DEMO",
            "HOKAN",
            "127.0.0.1",
            Uids.VLEndoscopicImageStorage,
            new Uid(picture.instance()),
            IngestNode.SYNTAX.uid());
    DataSet head = picture.dataSet();
    StorageDecision decision =
        node.rules.decide(arrival.facts(1000, node.now, head), ExamState.NEW, 0);
    Papers papers = Papers.accepted(arrival, (StorageDecision.Accept) decision);
    FileMetaInformation meta =
        FileMetaInformation.builder(
                arrival.sopClass(), arrival.sopInstance(), arrival.transferSyntax())
            .build();
    Incoming object = node.store.begin();
    object.write(ByteBuffer.wrap(Part10.header(meta)));
    object.write(ByteBuffer.wrap(IngestNode.bytes(IngestNode.heavy(picture))));
    object
        .commit(
            new Shelf("demo", papers.decided().storageClass()),
            new EntryFacts(picture.instance(), node.now, papers.toFacts()))
        .toCompletableFuture()
        .join();
  }

  private static String read(IngestNode node) throws IOException {
    StoredAt at = at(node);
    try (InputStream bytes =
        node.store.open(new Location(at.volume(), at.pack(), at.offset(), at.length()))) {
      return new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static void verify(IngestNode node) {
    node.store.verify(false, progress -> {});
  }

  @Test
  void whatIsDamagedIsStoredOnceMoreWhenItIsSentAgain() throws Exception {
    try (IngestNode node = node(false)) {
      StoredAt before = fill(node);
      String whole = read(node);
      flip(before);
      verify(node);

      assertThat(node.send("demo", DAMAGED).outcome()).isEqualTo(IngestOutcome.DUPLICATE);

      node.indexed();
      assertThat(at(node)).isNotEqualTo(before);
      assertThat(read(node)).isEqualTo(whole);
      assertThat(node.index.counts("demo").instances()).isEqualTo(3);
      node.ingest.rebuild("op", progress -> {});
      assertThat(patients(node)).containsExactly("PAT1", "PAT7");
      assertThat(read(node)).isEqualTo(whole);
      StoredAt now = at(node);
      assertThat(node.send("demo", DAMAGED).outcome()).isEqualTo(IngestOutcome.DUPLICATE);
      assertThat(at(node.indexed())).as("a whole one is not stored again").isEqualTo(now);
    }
  }

  @Test
  void ofALostPackAllIsStoredOnceMoreThatIsSentAgain() throws Exception {
    StoredAt before;
    String whole;
    try (IngestNode node = node(false)) {
      before = fill(node);
      whole = read(node);
    }
    Path pack = folder.resolve("volume").resolve(before.pack());
    try (Stream<Path> files = Files.list(pack.getParent())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    try (IngestNode node = node(false)) {
      assertThat(node.send("demo", DAMAGED).outcome()).isEqualTo(IngestOutcome.DUPLICATE);

      assertThat(read(node.indexed())).isEqualTo(whole);
      assertThat(at(node)).isNotEqualTo(before);
    }
  }

  @Test
  void whatIsDamagedInTheFirstOnlyIsRepairedWhenItIsSentAgain() throws Exception {
    try (IngestNode node = node(true)) {
      StoredAt before = fill(node);
      String whole = read(node);
      flip(before);
      verify(node);

      assertThat(node.send("demo", DAMAGED).outcome()).isEqualTo(IngestOutcome.DUPLICATE);

      assertThat(at(node.indexed())).isEqualTo(before);
      assertThat(read(node)).isEqualTo(whole);
    }
  }
}
