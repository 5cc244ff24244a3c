package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.storage.CopySettings;
import org.hokan.archive.storage.Location;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume that the configuration names no longer: nothing on it counts as kept. */
class VolumeTakenOutTest {
  private static final Picture PICTURE = new Picture("PAT1", "1.2.1", "1.2.1.1", "y".repeat(8000));

  @TempDir private Path folder;
  private final Database database = Database.open(TestDatabase.H2.fresh(), IngestNode.tables());

  private byte[] bytes = {};

  @AfterEach
  void close() {
    database.close();
  }

  private IngestNode node(List<String> volumes, List<String> copies) {
    return new IngestNode(
        database,
        folder,
        storage ->
            storage
                .volumes(volumes.stream().map(folder::resolve).toList())
                .copies(
                    new CopySettings(
                        copies.stream().map(folder::resolve).toList(),
                        Set.of("ECONOMY", "DELUXE"),
                        CopySettings.Time.BEFORE_SUCCESS,
                        CopySettings.Unavailable.REFUSE,
                        true)));
  }

  private static StoredAt at(IngestNode node) {
    return node.index.instance("demo", new Uid(PICTURE.instance())).orElseThrow().at();
  }

  private static byte[] read(IngestNode node) throws IOException {
    StoredAt at = at(node);
    try (InputStream bytes =
        node.store.open(new Location(at.volume(), at.pack(), at.offset(), at.length()))) {
      return bytes.readAllBytes();
    }
  }

  /** Keeps the picture on one of two volumes; answers the other one's name. */
  private String kept(List<String> copies) throws IOException {
    try (IngestNode node = node(List.of("one", "two"), copies)) {
      node.admit("demo").agree("demo", "1GB");
      assertThat(node.send("demo", PICTURE).outcome()).isEqualTo(IngestOutcome.STORED);
      bytes = read(node.indexed());
      return Files.exists(folder.resolve("one").resolve(at(node).pack())) ? "two" : "one";
    }
  }

  @Test
  void whatLiesThereIsStoredAnewWhenItIsSentAgain() throws Exception {
    String other = kept(List.of());

    try (IngestNode node = node(List.of(other), List.of())) {
      node.ingest.recover();
      assertThat(node.send("demo", PICTURE).outcome()).isEqualTo(IngestOutcome.DUPLICATE);
      assertThat(read(node.indexed())).isEqualTo(bytes);
      assertThat(node.index.counts("demo").instances()).isEqualTo(1);
      StoredAt now = at(node);
      assertThat(node.send("demo", PICTURE).outcome()).isEqualTo(IngestOutcome.DUPLICATE);
      assertThat(at(node.indexed())).as("not stored again").isEqualTo(now);
    }
    try (IngestNode node = node(List.of("one", "two"), List.of())) {
      node.ingest.recover();
      assertThat(read(node)).as("the volume is back").isEqualTo(bytes);
      node.ingest.rebuild("op", progress -> {});
      assertThat(node.index.counts("demo").instances()).isEqualTo(1);
      assertThat(read(node)).isEqualTo(bytes);
    }
  }

  @Test
  void itsPacksAreNotTakenForThoseOfAVolumeThatTookItsPlace() throws Exception {
    kept(List.of());

    try (IngestNode node = node(List.of("three"), List.of())) {
      node.ingest.recover();
      Picture next = new Picture("PAT2", "1.2.2", "1.2.2.1", "z".repeat(9000));
      assertThat(node.send("demo", next).outcome()).isEqualTo(IngestOutcome.STORED);
      assertThat(node.send("demo", PICTURE).outcome()).isEqualTo(IngestOutcome.DUPLICATE);
      assertThat(read(node.indexed())).isEqualTo(bytes);
    }
  }

  @Test
  void whatItsCopyHasIsReadThereAndNotStoredAnew() throws IOException {
    String other = kept(List.of("copies"));

    try (IngestNode node = node(List.of(other), List.of("copies"))) {
      node.ingest.recover();
      StoredAt at = at(node);
      assertThat(read(node)).isEqualTo(bytes);
      assertThat(node.send("demo", PICTURE).outcome()).isEqualTo(IngestOutcome.DUPLICATE);
      assertThat(at(node.indexed())).isEqualTo(at);
    }
  }
}
