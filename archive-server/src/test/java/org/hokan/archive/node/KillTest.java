package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.hokan.dicom.net.service.DicomClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A whole node in a process of its own, with second copies, is killed while many send to it, what
 * came is compressed, packs are compacted, an operator removes and releases what waits, and the
 * index is made anew: what it acknowledged is there afterwards, once, in both copies, what was
 * removed is not, what was released is found, and the bill agrees. System properties: {@code
 * hokan.kill.seed} repeats a run, {@code hokan.kill.rounds} makes it longer.
 */
class KillTest {
  private static final int ROUNDS = Integer.getInteger("hokan.kill.rounds", 2);

  /** Of the senders' rules; the last sender has none. */
  private static final List<String> ACTIONS =
      List.of(
          "storage-class=DELUXE",
          "storage-class=DELUXE,compression=lossless",
          "compression=lossless");

  private static final String BEGINS = "index: rebuild from the packs begins";
  private static final String REPLAYED = "objects found in the packs since the last stop";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private Path data;
  private DicomClient client;

  @BeforeEach
  void prepare() {
    data = folder.resolve("data");
    client = DicomClient.builder().threads(2).build();
  }

  @AfterEach
  void end() {
    client.close();
  }

  static LongStream seeds() {
    return LongStream.of(Long.getLong("hokan.kill.seed", System.nanoTime()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void killedAtAnyMomentItKeepsWhatItAcknowledgedOnceAndBillsItOnce(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<Exam> all = new ArrayList<>();
    List<Strays> strays = new ArrayList<>();
    List<Exam> last = List.of();
    for (int round = 0; round < ROUNDS; round++) {
      List<Exam> exams = Senders.exams(random);
      Strays stray = new Strays(random.nextLong());
      try (NodeProcess node = start(round)) {
        if (round == 0) {
          admit(node);
        }
        new KeptCheck(node, client).found(all);
        Strays.check(node, strays);
        stray.start(client, node, strays);
        Senders senders = Senders.start(client, node.dicomPort(), last, exams);
        stray.awaitCompacting(node);
        killUnderLoad(node, senders, random, round);
        System.out.printf("round %d: compacted %d times%n", round, stray.join());
      }
      all.addAll(exams);
      all.add(stray.exam());
      strays.add(stray);
      last = exams;
    }
    try (NodeProcess node = start(ROUNDS)) {
      KeptCheck check = new KeptCheck(node, client);
      check.found(all);
      check.stored(data, Strays.check(node, strays));
      node.run("index", "rebuild");
      check.found(all);
      check.fetched(all);
      Strays.check(node, strays);
      assertThat(check.compressed()).isPositive();
      check.billed(folder);
    }
  }

  /** Every other time while the index is being made anew. */
  private static void killUnderLoad(
      NodeProcess node, Senders senders, SplittableRandom random, int round) throws Exception {
    senders.awaitAcknowledged(20 + random.nextInt(150));
    boolean rebuild = round % 2 == 1;
    if (rebuild) {
      node.run("index", "rebuild", "--no-wait");
      await().atMost(Duration.ofMinutes(1)).until(() -> node.log().contains(BEGINS));
    }
    LockSupport.parkNanos(random.nextLong(1, 400_000_000));
    node.kill();
    int acknowledged = senders.join();
    System.out.printf(
        "round %d: killed%s, %d acknowledged, refused: %s%n",
        round, rebuild ? rebuilt(node) : "", acknowledged, senders.refused());
    assertThat(senders.refused().keySet())
        .isSubsetOf(rebuild ? List.of("the index is being rebuilt") : List.of());
  }

  private static String rebuilt(NodeProcess node) throws IOException {
    return node.log().contains("index: rebuilt of") ? " just after a rebuild" : " in a rebuild";
  }

  @Test
  void aNodeThatIsAskedToStopAnswersWhatItTookAndLeavesNothingToTheNextStart() throws Exception {
    List<Exam> exams = Senders.exams(new SplittableRandom(System.nanoTime()));
    try (NodeProcess node = start(0)) {
      admit(node);
      Senders senders = Senders.start(client, node.dicomPort(), List.of(), exams);
      senders.awaitAcknowledged(50);

      int status = node.terminate();

      senders.join();
      assertThat(status).as("exit status: 128 + SIGTERM").isEqualTo(143);
      assertThat(node.log()).doesNotContain("ERROR");
      assertThat(KeptCheck.files(data, ".tar.open")).isEmpty();
      assertThat(KeptCheck.files(data, ".tmp")).isEmpty();
    }
    try (NodeProcess node = start(1)) {
      assertThat(node.log()).doesNotContain(REPLAYED).doesNotContain("ends at offset");
      KeptCheck check = new KeptCheck(node, client);
      check.found(exams);
      check.fetched(exams);
      check.stored(data, Strays.check(node, List.of()));
      check.billed(folder);
    }
  }

  private NodeProcess start(int number) throws IOException {
    Path log = folder.resolve("node-%d.log".formatted(number));
    NodeProcess node =
        NodeProcess.start(
            data,
            log,
            List.of(
                "storage.pack-size=1MiB",
                "storage.copy-volumes=" + folder.resolve("copies"),
                "storage.copy-same-disk=allow",
                "compression.rest-factor=0",
                "storage.compaction-rate=1GiB"));
    Files.readString(log)
        .lines()
        .filter(line -> line.contains(REPLAYED))
        .forEach(line -> System.out.println("start " + number + ": " + line));
    return node;
  }

  private static void admit(NodeProcess node) {
    int year = LocalDate.now(ZoneOffset.UTC).getYear();
    node.run("facility", "add", "demo", "--name", "Demo Hospital", "--issuer", "DEMO");
    for (String title : Senders.TITLES) {
      node.run("ae", "add", title, "--facility", "demo", "--may", "store");
    }
    node.run("ae", "add", Viewer.TITLE, "--facility", "demo", "--may", "query,retrieve");
    node.run(
        ("contract add --facility demo --from %d-01-01 --until %d-12-31 --course ANNUAL"
                + " --unit-rate 1000 --currency JPY --unit FACILITY --capacity 500GB")
            .formatted(year, year)
            .split(" "));
    for (int i = 0; i < ACTIONS.size(); i++) {
      node.run(
          "rule",
          "add",
          "--ae",
          Senders.TITLES.get(i),
          "--name",
          "stills",
          "--when",
          "modality == \"ES\"",
          "--then",
          ACTIONS.get(i),
          "--order",
          "10");
    }
  }
}
