package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.service.DicomClient;

/** Compares what senders know with what the node answers, lists, bills and has on its disk. */
final class KeptCheck {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NodeProcess node;
  private final DicomClient client;

  KeptCheck(NodeProcess node, DicomClient client) {
    this.node = node;
    this.client = client;
  }

  /** Images and bytes of a study. */
  private record Volume(long images, long bytes) {
    static final Volume NOTHING = new Volume(0, 0);

    Volume plus(long moreImages, long moreBytes) {
      return new Volume(images + moreImages, bytes + moreBytes);
    }
  }

  /** All that was acknowledged is found, once; nothing is found that was not sent. */
  void found(List<Exam> exams) throws IOException {
    Map<String, Volume> listed = listed();
    try (Viewer viewer = new Viewer(client, node.dicomPort())) {
      for (Exam exam : exams) {
        Map<Uid, Integer> found = viewer.find(exam);
        assertThat(found.keySet()).containsAll(exam.acknowledged());
        assertThat(exam.sent().keySet()).containsAll(found.keySet());
        assertThat(found.values()).allMatch(times -> times == 1);
        assertThat(listed.getOrDefault(exam.study().value(), Volume.NOTHING).images())
            .isEqualTo(found.size());
      }
    }
  }

  /** Every image that is found comes back as it was sent. */
  void fetched(List<Exam> exams) throws IOException {
    try (Viewer viewer = new Viewer(client, node.dicomPort())) {
      for (Exam exam : exams) {
        Map<Uid, Integer> found = viewer.find(exam);
        Map<Uid, String> sent = exam.sent();
        Map<Uid, String> back = found.isEmpty() ? Map.of() : viewer.get(exam);
        assertThat(back.keySet()).isEqualTo(found.keySet());
        assertThat(sent).containsAllEntriesOf(back);
      }
    }
  }

  /**
   * Every digest is right, in both copies, and each pack is a TAR file; each image is in one of
   * them, once, and so is what waits in quarantine or is dead: what is kept in a smaller form, too.
   *
   * @param waiting in quarantine
   */
  void stored(Path data, int waiting) throws IOException, InterruptedException {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> json("compression", "status", "--json").path("waiting").asLong() == 0);
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> {
              node.run("storage", "compact", "--now"); // a pack whose copy is being made waits
              assertThat(replaced(data)).isEmpty();
            });
    JsonNode verified = json("storage", "verify", "--no-repair", "--json");
    JsonNode status = json("storage", "status", "--json");
    long deluxe = 0;
    for (JsonNode shelf : status.path("shelves")) {
      deluxe +=
          shelf.path("storageClass").asText().equals("DELUXE") ? shelf.path("entries").asLong() : 0;
    }
    assertThat(verified.path("compared").asLong()).isEqualTo(deluxe);
    if (!hasTar()) {
      assertThat(System.getenv("HOKAN_TOOLS_REQUIRED")).isNotEqualTo("true");
      System.out.println("the command tar is missing: packs are not listed by it");
      return;
    }
    List<String> names = new ArrayList<>();
    for (Path pack : files(data, ".tar")) {
      names.addAll(tar(pack));
    }
    long images = listed().values().stream().mapToLong(Volume::images).sum();
    long dead = status.path("compaction").path("deadEntries").asLong();
    assertThat(names).hasSize((int) (images + waiting + dead));
    assertThat(names.stream().distinct().count()).isGreaterThanOrEqualTo(images + waiting);
  }

  /** Packs that are there in two generations: {@code N.tar} beside {@code N-1.tar}. */
  private static List<Path> replaced(Path data) throws IOException {
    Set<Path> numbers = new HashSet<>();
    return files(data, ".tar").stream().filter(pack -> !numbers.add(number(pack))).toList();
  }

  private static Path number(Path pack) {
    return pack.resolveSibling(pack.getFileName().toString().split("[-.]", 2)[0]);
  }

  private static boolean hasTar() throws InterruptedException {
    try {
      return new ProcessBuilder("tar", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> tar(Path pack) throws IOException, InterruptedException {
    Path out = Files.createTempFile("tar", ".out");
    Path err = Files.createTempFile("tar", ".err");
    try {
      Process tar =
          new ProcessBuilder("tar", "-tf", pack.toString())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      assertThat(tar.waitFor()).as("%s: %s", pack, Files.readString(err)).isZero();
      assertThat(Files.readString(err)).isEmpty();
      return Files.readAllLines(out);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Files under the folder whose names end so. */
  static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** The closed month's bill says what is kept, each image once, and the contract's charge once. */
  void billed(Path folder) throws IOException {
    String month = YearMonth.now(ZoneOffset.UTC).toString();
    node.run("billing", "close", "--month", month, "--yes");
    Path file = folder.resolve("bill.json");
    node.run("billing", "export", "--month", month, "--format", "json", "--out", file.toString());
    JsonNode bill = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
    Map<String, Volume> billed = new TreeMap<>();
    List<String> charges = new ArrayList<>();
    for (JsonNode record : bill.path("records")) {
      if (record.path("type").asText().equals("STUDY")) {
        Volume before = billed.getOrDefault(record.path("study").asText(), Volume.NOTHING);
        billed.put(
            record.path("study").asText(),
            before.plus(record.path("images").asLong(), record.path("bytes").asLong()));
      } else if (record.path("type").asText().equals("SAVING")) {
        assertThat(record.path("amount").asText()).isEqualTo("0");
      } else {
        charges.add(record.path("amount").asText());
      }
    }
    assertThat(billed).isEqualTo(listed());
    assertThat(charges).containsExactly("10000");
    assertThat(bill.path("statements")).hasSize(1);
    assertThat(bill.path("statements").get(0).path("images").asLong())
        .isEqualTo(billed.values().stream().mapToLong(Volume::images).sum());
    node.run("billing", "verify");
  }

  /** How many images are kept in a smaller form. */
  long compressed() throws IOException {
    JsonNode facilities = json("compression", "status", "--json").path("facilities");
    return facilities.path(0).path("recompressed").asLong();
  }

  private Map<String, Volume> listed() throws IOException {
    Map<String, Volume> listed = new TreeMap<>();
    for (JsonNode study :
        json("study", "list", "--facility", "demo", "--limit", "10000", "--json")) {
      Volume volume = new Volume(study.path("instances").asLong(), study.path("bytes").asLong());
      assertThat(listed.put(study.path("studyInstanceUid").asText(), volume)).isNull();
    }
    return listed;
  }

  private JsonNode json(String... command) throws IOException {
    return JSON.readTree(node.run(command));
  }
}
