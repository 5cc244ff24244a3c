package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.image.codec.external.JpegRecompression;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A node in a process of its own is killed while it compresses, again and again: nothing is lost,
 * every picture is compressed in the end, and every one comes back as it was sent. The system
 * property {@code hokan.kill.seed} repeats a run.
 */
class CompressionKillTest {
  private static final int EXAMS = 3;
  private static final int KILLS = 3;
  private static final Path PICTURES =
      Path.of(System.getProperty("hokan.root"), "test-data", "endoscopy");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private Path data;
  private List<DemoExam> exams = List.of();

  @BeforeEach
  void prepare() {
    var unavailable = new JpegRecompression().unavailable();
    if (Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED"))) {
      assertThat(unavailable).isEmpty();
    }
    Assumptions.assumeTrue(unavailable.isEmpty());
    data = folder.resolve("data");
  }

  static LongStream seeds() {
    return LongStream.of(Long.getLong("hokan.kill.seed", System.nanoTime()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void killedWhileItCompressesItLosesNothingAndFinishesAfterTheStart(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    try (NodeProcess node = start(0)) {
      admit(node);
      send(node);
      killAmid(node, random);
    }
    for (int round = 1; round < KILLS; round++) {
      try (NodeProcess node = start(round)) {
        killAmid(node, random);
      }
    }
    try (NodeProcess node = start(KILLS)) {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> facility(node).path("recompressed").asLong() == pictures());
      assertThat(facility(node).path("failed").asLong()).isZero();
      assertThat(facility(node).path("savedBytes").asLong())
          .isGreaterThan(facility(node).path("originalBytes").asLong() / 10);
      assertThat(node.run("storage", "verify")).contains("all as they came");
      assertThat(fetched(node, "first")).isEqualTo(sent());
      node.run("index", "rebuild");
      assertThat(facility(node).path("recompressed").asLong()).isEqualTo(pictures());
      node.run("storage", "compact", "--now");
      assertThat(fetched(node, "second")).isEqualTo(sent());
    }
  }

  private NodeProcess start(int number) throws IOException {
    return NodeProcess.start(
        data,
        folder.resolve("node-%d.log".formatted(number)),
        List.of(
            "storage.pack-size=1MiB",
            "storage.large-object-size=1MiB",
            "compression.rest-factor=1"));
  }

  private static void admit(NodeProcess node) {
    node.run("facility", "add", "demo", "--name", "Demo Hospital", "--issuer", "DEMO");
    node.run("ae", "add", "ENDO1", "--facility", "demo", "--may", "store,query,retrieve");
    node.run(
        ("contract add --facility demo --from 2020-01-01 --until 2099-12-31 --course ANNUAL"
                + " --unit-rate 1000 --currency JPY --unit FACILITY --capacity 500GB")
            .split(" "));
    node.run(
        "rule",
        "add",
        "--ae",
        "ENDO1",
        "--name",
        "stills",
        "--when",
        "true",
        "--then",
        "compression=lossless",
        "--order",
        "10");
  }

  private void send(NodeProcess node) throws IOException {
    List<DemoExam> made = new ArrayList<>();
    for (int i = 0; i < EXAMS; i++) {
      made.add(
          DemoExam.write(
              folder.resolve("sent/exam" + i),
              new DemoExam.Patient("Doe^Jane", "P" + i, LocalDateTime.of(2026, 11, 26, 9, i)),
              DemoExam.pictures(PICTURES)));
    }
    exams = made;
    LiveNode.dicom(
            "store", "--call", call(node), "--as", "ENDO1", folder.resolve("sent").toString())
        .done();
  }

  private static String call(NodeProcess node) {
    return "HOKAN@127.0.0.1:" + node.dicomPort();
  }

  /** Once something more has been compressed than before, and not all. */
  private void killAmid(NodeProcess node, SplittableRandom random) throws Exception {
    long before = facility(node).path("recompressed").asLong();
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              long now = facility(node).path("recompressed").asLong();
              return now > before || now == pictures();
            });
    LockSupport.parkNanos(random.nextLong(1, 200_000_000));
    node.kill();
  }

  private long pictures() {
    return exams.stream().mapToLong(exam -> exam.files().size()).sum();
  }

  private static JsonNode facility(NodeProcess node) {
    try {
      return new ObjectMapper()
          .readTree(node.run("compression", "status", "--json"))
          .path("facilities")
          .path(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<Uid, String> sent() throws IOException {
    return digests(folder.resolve("sent"));
  }

  private Map<Uid, String> fetched(NodeProcess node, String name) throws IOException {
    for (DemoExam exam : exams) {
      LiveNode.dicom(
              "get",
              "--call",
              call(node),
              "--as",
              "ENDO1",
              "--out",
              folder.resolve(name).toString(),
              "--level",
              "STUDY",
              "-k",
              "StudyInstanceUID=" + exam.study())
          .done();
    }
    return digests(folder.resolve(name));
  }

  /** Transfer syntax and digest of each data set. */
  private static Map<Uid, String> digests(Path of) throws IOException {
    Map<Uid, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(of)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (Part10File opened = Part10.open(file)) {
          Uid uid =
              opened.metaInformation().orElseThrow().mediaStorageSopInstanceUid().orElseThrow();
          digests.put(
              uid,
              opened.transferSyntax().uid() + " " + Exam.sha256(opened.dataSet().readAllBytes()));
        }
      }
    }
    return digests;
  }
}
