package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever becomes of the database file, the next start brings back all that people entered, all
 * that was charged and all that was stored. {@code hokan.loss.seeds}: how many damages are tried.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseLossTest {
  private static final int SEEDS = Integer.getInteger("hokan.loss.seeds", 1);

  private final Path folder;
  private final LostNode whole;
  private Map<String, String> before = Map.of();
  private List<String> trail = List.of();

  DatabaseLossTest(@TempDir Path folder) {
    this.folder = folder;
    this.whole = new LostNode(folder.resolve("whole"));
  }

  @BeforeAll
  void aMonthOfWork() throws IOException {
    try (Node node = whole.start()) {
      whole.admit();
      whole.send(node, 1);
      whole.close(2);
    }
    whole.copy(folder.resolve("older"));
    try (Node node = whole.start()) {
      whole.send(node, 11);
      whole.close(1);
      whole.hokan("ae", "add", "VIEWER1", "--facility", "demo", "--may", "query,retrieve");
      whole.hokan("ae", "add", "VIEWER2", "--facility", "demo", "--may", "query");
      whole.hokan("contract", "change", "demo-1", "--capacity", "300GB");
      before = whole.state(folder);
      trail = whole.trail();
      assertThat(node.dicomPort()).isPositive();
    }
    assertThat(before.get("ledger")).contains("all as they were written");
  }

  private LostNode copy(Path to) throws IOException {
    return whole.copy(to.resolve("data"));
  }

  /** The key that seals are signed with is kept with the configuration, not on a volume. */
  private LostNode withKey(Path data) throws IOException {
    Files.copy(
        whole.data().resolve("ledger-key"),
        data.resolve("ledger-key"),
        StandardCopyOption.COPY_ATTRIBUTES);
    return new LostNode(data);
  }

  /** Everything is as it was, and the trail has nothing less. */
  private void everythingIsThere(LostNode node) throws IOException {
    assertThat(node.state(folder)).isEqualTo(before);
    assertThat(node.trail()).containsAll(trail);
  }

  @Test
  void aDeletedDatabaseIsMadeAnew(@TempDir Path to) throws IOException {
    LostNode lost = copy(to);
    Files.delete(lost.database());
    try (Node node = lost.start()) {
      everythingIsThere(lost);
      assertThat(lost.trail().toString()).contains("database.restore");
      assertThat(node.dicomPort()).isPositive();
    }
    try (Node again = lost.start()) {
      everythingIsThere(lost);
      assertThat(lost.trail().stream().filter(line -> line.contains("database.restore")))
          .as("once is enough")
          .hasSize(1);
      lost.send(again, 21);
      lost.close(0);
      assertThat(lost.hokan("billing", "verify")).contains("all as they were written");
    }
  }

  @Test
  void anOlderCopyIsBroughtUpToTheJournal(@TempDir Path to) throws IOException {
    LostNode lost = copy(to);
    Files.delete(lost.database());
    Files.copy(new LostNode(folder.resolve("older")).database(), lost.database());
    try (Node node = lost.start()) {
      everythingIsThere(lost);
      assertThat(lost.trail().toString()).contains("was older than its journal");
      assertThat(node.dicomPort()).isPositive();
    }
  }

  @Test
  void aVolumeIsEnoughForANewMachine(@TempDir Path to) throws IOException {
    Path data = Files.createDirectories(to.resolve("data"));
    LostNode.copyTree(whole.data().resolve("volume"), data.resolve("volume"));
    LostNode lost = withKey(data);
    try (Node node = lost.start()) {
      everythingIsThere(lost);
      assertThat(node.dicomPort()).isPositive();
    }
  }

  static LongStream seeds() {
    SplittableRandom random = new SplittableRandom();
    return LongStream.concat(
        LongStream.of(1), LongStream.generate(() -> random.nextLong()).limit(SEEDS));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aTruncatedDatabaseIsMadeAnew(long seed, @TempDir Path to) throws IOException {
    LostNode lost = copy(to);
    SplittableRandom random = new SplittableRandom(seed);
    try (RandomAccessFile file = new RandomAccessFile(lost.database().toFile(), "rw")) {
      file.setLength(seed == 1 ? 0 : random.nextLong(file.length()));
    }
    try (Node node = lost.start()) {
      everythingIsThere(lost);
      assertThat(node.dicomPort()).isPositive();
    }
  }

  @Test
  void packsWithoutDatabaseAndJournalAreNotTakenForANewArchive(@TempDir Path to)
      throws IOException {
    LostNode lost = copy(to);
    Files.delete(lost.database());
    try (Stream<Path> all = Files.walk(lost.data().resolve("volume/journal"))) {
      all.filter(Files::isRegularFile).forEach(path -> assertThat(path.toFile().delete()).isTrue());
    }
    assertThatThrownBy(lost::start)
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("there are packs with objects")
        .hasMessageContaining("--packs-only");
    assertThat(lost.database()).doesNotExist();
  }

  @Test
  void aDamagedDatabaseIsKept(@TempDir Path to) throws IOException {
    LostNode lost = copy(to);
    byte[] noise = new byte[(int) Files.size(lost.database())];
    new SplittableRandom(7).nextBytes(noise);
    Files.write(lost.database(), noise);
    try (Node node = lost.start()) {
      everythingIsThere(lost);
      assertThat(node.dicomPort()).isPositive();
    }
    try (Stream<Path> all = Files.walk(lost.data().resolve("database"))) {
      assertThat(all.filter(path -> path.toString().matches(".*/damaged-[^/]*/hokan[.]mv[.]db")))
          .singleElement()
          .satisfies(path -> assertThat(path).hasBinaryContent(noise));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void flippedBytesAreNoticedOrMeanNothing(long seed, @TempDir Path to) throws IOException {
    LostNode lost = copy(to);
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = Files.readAllBytes(lost.database());
    for (int i = 0; i < 30; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    Files.write(lost.database(), bytes);
    if (!isWholeOrKnownToBeDamaged(lost)) {
      try (Node node = lost.start()) {
        everythingIsThere(lost);
        assertThat(node.dicomPort()).isPositive();
      }
    }
  }

  /** Damage in the index may be met only when it is used; then the next start knows. */
  private boolean isWholeOrKnownToBeDamaged(LostNode lost) throws IOException {
    try (Node node = lost.start()) {
      assertThat(node.dicomPort()).isPositive();
      lost.hokan("index", "rebuild");
      everythingIsThere(lost);
      return true;
    } catch (AssertionError e) {
      assertThat(lost.database().resolveSibling("damaged")).as("%s", e).exists();
      return false;
    }
  }

  @Test
  void aListOfMigrationsThatChangedOnTheMediumIsDamage(@TempDir Path to) throws Exception {
    LostNode lost = copy(to);
    try (var connection =
            DriverManager.getConnection(
                "jdbc:h2:file:" + lost.data().resolve("database").resolve("hokan"), "sa", "");
        var statement = connection.createStatement()) {
      statement.execute(
          "update \"flyway_schema_history\" set \"checksum\" = 1 where \"version\" = '042'");
    }
    try (Node node = lost.start()) {
      everythingIsThere(lost);
      assertThat(node.dicomPort()).isPositive();
    }
  }

  @Test
  void aRowThatChangedOnTheMediumIsNoticed(@TempDir Path to) throws Exception {
    LostNode lost = copy(to);
    try (var connection =
            DriverManager.getConnection(
                "jdbc:h2:file:" + lost.data().resolve("database").resolve("hokan"), "sa", "");
        var statement = connection.createStatement()) {
      statement.execute("drop trigger journal_contract_version");
      statement.execute("update contract_version set unit_rate = 1 where version = 2");
    }
    try (Node node = lost.start()) {
      everythingIsThere(lost);
      assertThat(node.dicomPort()).isPositive();
    }
  }

  @Test
  void restoreMakesANodeOfACopyOfItsVolumeAndTellsWhatThereIs(@TempDir Path to) throws IOException {
    LostNode.copyTree(whole.data().resolve("volume"), to.resolve("second-copy"));
    LostNode lost = withKey(Files.createDirectories(to.resolve("data")));
    String report = lost.hokan("restore", "--from", to.resolve("second-copy").toString());
    assertThat(report)
        .contains("made anew from the journal", "All that journal and packs tell of is there")
        .containsPattern("facilities +1")
        .containsPattern("application entities +3")
        .containsPattern("contracts +1")
        .containsPattern("storage rules +1")
        .containsPattern("statements +2")
        .containsPattern("objects +10")
        .containsPattern("in quarantine +2");
    assertThat(lost.hokan("restore", "--json")).contains("\"complete\" : true", "\"done\" : [ ]");
    try (Node node = lost.start()) {
      everythingIsThere(lost);
      assertThat(node.dicomPort()).isPositive();
    }
    assertThat(lost.hokan("restore", "--anew")).contains("replaced-");
    try (Node node = lost.start()) {
      everythingIsThere(lost);
      assertThat(node.dicomPort()).isPositive();
    }
  }

  @Test
  void anIndexThatIsAheadOfItsPacksIsNotGoneOnWith(@TempDir Path to) throws IOException {
    LostNode lost = copy(to);
    Path packs = lost.data().resolve("volume/packs");
    try (Stream<Path> all = Files.walk(packs)) {
      all.filter(Files::isRegularFile).forEach(path -> assertThat(path.toFile().delete()).isTrue());
    }
    LostNode.copyTree(folder.resolve("older/volume/packs"), packs);
    assertThatThrownBy(lost::start)
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("put back from an older copy");
  }

  @Test
  void nothingIsMadeOfAFolderThatIsNotThere(@TempDir Path to) {
    StringWriter err = new StringWriter();
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    String folder = to.resolve("typo").toString();
    int status = Main.run(nowhere, new PrintWriter(err), "restore", "--data", folder);
    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).contains("typo: not there (expected: a node's;");
    assertThat(to.resolve("typo")).doesNotExist();
  }
}
