package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
      admit(lost);
      dicom("store", "--call", call(node), "--as", "ENDO1", folder.resolve("exam").toString());
      assertThat(hokan(lost, "storage", "status")).contains("level").contains(copies().toString());
      assertThat(hokan(lost, "status")).contains("copies");
    }
    Files.move(lost, folder.resolve("gone"));

    Path fresh = folder.resolve("fresh");
    try (Node node = Node.start(configuration(fresh, "storage.volumes=" + copies()))) {
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
      admit(lost);
      dicom("store", "--call", call(node), "--as", "ENDO1", folder.resolve("exam").toString());
    }
    Files.move(lost, folder.resolve("gone"));

    assertThat(hokan(folder.resolve("fresh"), "restore", "--from", copies().toString()))
        .containsPattern("facilities +1\n")
        .containsPattern("contracts +1\n")
        .containsPattern("objects +2\n")
        .contains("All that journal and packs tell of is there");
  }

  @Test
  void imagesOfAFacilityThatNoJournalTellsOfAreMissingSomething() throws IOException {
    Path lost = folder.resolve("lost");
    exam(folder.resolve("exam"));
    try (Node node = start(lost)) {
      LostNode.copyTree(copies().resolve("journal"), folder.resolve("older"));
      admit(lost);
      dicom("store", "--call", call(node), "--as", "ENDO1", folder.resolve("exam").toString());
    }
    Files.move(lost, folder.resolve("gone"));
    Files.move(copies().resolve("journal"), folder.resolve("newer"));
    Files.move(folder.resolve("older"), copies().resolve("journal"));

    StringWriter told = new StringWriter();
    int status =
        Main.run(
            new PrintWriter(told),
            new PrintWriter(told),
            "restore",
            "--data",
            folder.resolve("fresh").toString(),
            "--from",
            copies().toString());

    assertThat(told.toString())
        .contains("MISSING: there are images of facilities that the database does not know: demo")
        .contains("Not all is there");
    assertThat(status).isEqualTo(1);
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

  private static void admit(Path data) {
    hokan(data, "facility", "add", "demo", "--name", "Demo Hospital", "--issuer", "DEMO");
    hokan(data, "ae", "add", "ENDO1", "--facility", "demo", "--may", "store,query");
    String contract =
        "contract add --facility demo --from 2020-01-01 --until 2099-12-31 --course ANNUAL"
            + " --unit-rate 1000 --currency JPY --unit FACILITY --capacity 500GB";
    hokan(data, contract.split(" "));
    String rule = "rule add --ae ENDO1 --name all --then storage-class=DELUXE --order 10 --when";
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
