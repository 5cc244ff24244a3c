package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.hokan.archive.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node is made again from nothing but the folder of its second copies. */
class RestoreFromCopyTest {
  @TempDir private Path folder;

  private Path copies() {
    return folder.resolve("copies");
  }

  private static Configuration configuration(Path data, String... settings) {
    String[] all = Arrays.copyOf(settings, settings.length + 2);
    all[settings.length] = "dicom.port=0";
    all[settings.length + 1] = "http.port=0";
    return Demo.configuration(data, List.of(all));
  }

  @Test
  void aNodeThatHasOnlyTheCopiesFolderFindsEverythingOfClassDeluxe() throws IOException {
    Path lost = folder.resolve("lost");
    DemoExam exam = exam(folder.resolve("exam"));
    try (Node node = start(lost)) {
      admit(lost, "DELUXE");
      dicom("store", "--call", call(node), "--as", "ENDO1", folder.resolve("exam").toString());
      await("copied")
          .atMost(Duration.ofSeconds(30))
          .until(() -> hokan(lost, "storage", "status").contains("class DELUXE have one: 2 of 2."));
      assertThat(hokan(lost, "storage", "status"))
          .contains("level")
          .containsPattern("copies .*" + copies())
          .containsPattern("first .*" + lost);
      assertThat(hokan(lost, "status")).contains("of storage class DELUXE only: level");
    }
    Files.move(lost, folder.resolve("gone"));

    Path fresh = folder.resolve("fresh");
    try (Node node = Node.start(configuration(fresh, "storage.volumes=" + copies()))) {
      assertThat(node.welcome())
          .anyMatch(line -> line.startsWith("WARNING: volume %s held".formatted(copies())))
          .anyMatch(line -> line.contains("storage class DELUXE only"));
      assertThat(hokan(fresh, "facility", "list")).contains("Demo Hospital");
      String found =
          dicom(
              "find",
              "--call",
              call(node),
              "--as",
              "ENDO1",
              "--level",
              "SERIES",
              "-k",
              "StudyInstanceUID=" + exam.study(),
              "-k",
              "Modality");
      assertThat(found).contains("ES");
      assertThat(hokan(fresh, "storage", "verify")).contains("2 objects").contains("as they came");
    }
  }

  @Test
  void aCopyVolumeThatWasAwayAtTheStartGetsTheJournalWhenItIsBack() throws IOException {
    Path lost = folder.resolve("lost");
    exam(folder.resolve("exam"));
    start(lost).close();
    Path away = Files.move(copies(), folder.resolve("away"));
    try (Node node = start(lost)) {
      Files.move(away, copies());
      await().until(() -> hokan(lost, "storage", "status").contains("volumes that have it: 2"));
      admit(lost, "DELUXE");
      dicom("store", "--call", call(node), "--as", "ENDO1", folder.resolve("exam").toString());
    }
    Files.move(lost, folder.resolve("gone"));

    assertThat(restored())
        .containsPattern("facilities +1\n")
        .containsPattern("contracts +1\n")
        .containsPattern("objects +2\n")
        .doesNotContain("does not know", "the ledger counts");
  }

  @Test
  void imagesOfAFacilityThatNoJournalTellsOfAreMissingSomething() throws IOException {
    Path lost = folder.resolve("lost");
    exam(folder.resolve("exam"));
    try (Node node = start(lost)) {
      LostNode.copyTree(copies().resolve("journal"), folder.resolve("older"));
      admit(lost, "DELUXE");
      dicom("store", "--call", call(node), "--as", "ENDO1", folder.resolve("exam").toString());
    }
    Files.move(lost, folder.resolve("gone"));
    Files.move(copies().resolve("journal"), folder.resolve("newer"));
    Files.move(folder.resolve("older"), copies().resolve("journal"));

    assertThat(restored())
        .contains("MISSING: there are images of facilities that the database does not know: demo");
  }

  @Test
  void aRestoreFromACopySaysWhatACopyCannotHaveAndHowMuchTheLedgerMisses() throws IOException {
    Path lost = folder.resolve("lost");
    DemoExam exam = exam(folder.resolve("exam"));
    try (Node node =
        Node.start(
            configuration(
                lost,
                "billing.quiet-time=100ms",
                "storage.copy-volumes=" + copies(),
                "storage.copy-same-disk=allow"))) {
      admit(lost, "ECONOMY");
      dicom("store", "--call", call(node), "--as", "ENDO1", folder.resolve("exam").toString());
      await("recorded")
          .atMost(Duration.ofSeconds(30))
          .until(() -> hokan(lost, "billing", "records").contains(exam.study().value()));
    }
    Files.move(lost, folder.resolve("gone"));

    assertThat(restored())
        .contains("MISSING: volume " + folder.resolve("fresh/volume").toAbsolutePath())
        .contains("held second copies", "nothing that waited in quarantine", "sent again")
        .contains("MISSING: the ledger counts 2 images of 1 studies that are not there");
  }

  /** What is said of a node made of the copies, which never have all. */
  private String restored() {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    String fresh = folder.resolve("fresh").toString();
    int status = Main.run(out, out, "restore", "--data", fresh, "--from", copies().toString());
    assertThat(status).as(text.toString()).isEqualTo(1);
    assertThat(text.toString()).contains("Not all is there");
    return text.toString();
  }

  private Node start(Path data) throws IOException {
    return Node.start(
        configuration(data, "storage.copy-volumes=" + copies(), "storage.copy-same-disk=allow"));
  }

  private static DemoExam exam(Path folder) throws IOException {
    Path pictures = Path.of(System.getProperty("hokan.root"), "test-data", "endoscopy");
    return DemoExam.write(
        Files.createDirectory(folder),
        new DemoExam.Patient("Doe^Jane", "12345", LocalDateTime.of(2026, 11, 21, 9, 0)),
        DemoExam.pictures(pictures).subList(0, 2));
  }

  private static void admit(Path data, String storageClass) {
    hokan(data, "facility", "add", "demo", "--name", "Demo Hospital", "--issuer", "DEMO");
    hokan(data, "ae", "add", "ENDO1", "--facility", "demo", "--may", "store,query");
    String contract =
        "contract add --facility demo --from 2020-01-01 --until 2099-12-31 --course ANNUAL"
            + " --unit-rate 1000 --currency JPY --unit FACILITY --capacity 500GB";
    hokan(data, contract.split(" "));
    String rule =
        "rule add --ae ENDO1 --name all --then storage-class="
            + storageClass
            + " --order 10 --when";
    String[] parts = rule.split(" ");
    String[] all = Arrays.copyOf(parts, parts.length + 1);
    all[parts.length] = "modality == \"ES\"";
    hokan(data, all);
  }

  private static String call(Node node) {
    return "HOKAN@127.0.0.1:" + node.dicomPort();
  }

  private static String hokan(Path data, String... args) {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--data";
    all[args.length + 1] = data.toString();
    StringWriter text = new StringWriter();
    int status = Main.run(new PrintWriter(text), new PrintWriter(text), all);
    assertThat(status).as(text.toString()).isZero();
    return text.toString();
  }

  private static String dicom(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = org.hokan.dicom.cli.Main.run(new PrintWriter(out), new PrintWriter(err), args);
    assertThat(status).as(err.toString()).isZero();
    return out.toString();
  }
}
