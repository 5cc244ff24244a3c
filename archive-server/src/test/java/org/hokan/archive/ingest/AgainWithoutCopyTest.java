package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.storage.CopySettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Success means for an object that is sent again, where it means: forced to both disks. */
class AgainWithoutCopyTest {
  private static final Picture PICTURE = new Picture("1", "1.2.3", "1.2.3.1", "x".repeat(3000));

  @TempDir private Path folder;
  private final Database database = Database.open(TestDatabase.H2.fresh(), IngestNode.tables());

  @AfterEach
  void close() {
    database.close();
  }

  private IngestNode node(CopySettings.Unavailable unavailable) {
    return new IngestNode(
        database,
        folder,
        storage ->
            storage.copies(
                new CopySettings(
                    List.of(folder.resolve("copies")),
                    Set.of("ECONOMY"),
                    CopySettings.Time.BEFORE_SUCCESS,
                    unavailable,
                    true)));
  }

  private void stored() {
    try (IngestNode node = node(CopySettings.Unavailable.REFUSE)) {
      node.admit("demo").agree("demo", "1GB");
      assertThat(node.send("demo", PICTURE).outcome()).isEqualTo(IngestOutcome.STORED);
      assertThat(node.indexed().send("demo", PICTURE).outcome()).isEqualTo(IngestOutcome.DUPLICATE);
    }
  }

  /** As a power cut between the two forces leaves it. */
  private void loseTheCopy() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("copies/packs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void whileItsCopyIsNotThereItIsRefusedAndTakenOnceItIs() throws IOException {
    stored();
    loseTheCopy();
    Files.move(folder.resolve("copies"), folder.resolve("away"));
    try (IngestNode node = node(CopySettings.Unavailable.REFUSE)) {
      assertThat(node.send("demo", PICTURE).outcome()).isEqualTo(IngestOutcome.OUT_OF_RESOURCES);
      Files.deleteIfExists(folder.resolve("copies"));
      Files.move(folder.resolve("away"), folder.resolve("copies"));
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> {
                node.now = node.now.plusSeconds(30);
                node.store.tick();
                assertThat(node.send("demo", PICTURE).outcome()).isEqualTo(IngestOutcome.DUPLICATE);
              });
      assertThat(node.store.verify(false, progress -> {}).compared()).isEqualTo(1);
    }
  }

  @Test
  void whereCopiesMayBeOwedItIsTaken() throws IOException {
    stored();
    loseTheCopy();
    Files.move(folder.resolve("copies"), folder.resolve("away"));
    try (IngestNode node = node(CopySettings.Unavailable.OWE)) {
      assertThat(node.send("demo", PICTURE).outcome()).isEqualTo(IngestOutcome.DUPLICATE);
    }
  }

  @Test
  void whatIsCopiedIsADuplicateAfterAStart() {
    stored();
    try (IngestNode node = node(CopySettings.Unavailable.REFUSE)) {
      assertThat(node.send("demo", PICTURE).outcome()).isEqualTo(IngestOutcome.DUPLICATE);
    }
  }
}
