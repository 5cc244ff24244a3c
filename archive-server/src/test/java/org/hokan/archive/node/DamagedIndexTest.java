package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import org.hokan.archive.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever became of the index, a start can make it anew from the packs. */
class DamagedIndexTest {
  private final Path data;
  private final Configuration configuration;

  DamagedIndexTest(@TempDir Path folder) {
    data = folder.resolve("data");
    configuration = Demo.configuration(data, List.of("dicom.port=0", "http.port=0"));
  }

  @Test
  void aStartWithRebuildFindsAllAgain(@TempDir Path exam) throws IOException, SQLException {
    DemoExam sent = exam(exam);
    try (Node node = Node.start(configuration)) {
      admit();
      dicom("store", "--call", call(node), "--as", "ENDO1", exam.toString());
    }
    try (Connection database = DriverManager.getConnection(url(), "sa", "");
        Statement statement = database.createStatement()) {
      statement.execute("delete from instance");
      statement.execute("delete from series");
    }
    try (Node node = Node.start(configuration)) {
      assertThat(series(node, sent)).as("the damage shows").doesNotContain("ES");
    }
    try (Node node = Node.start(configuration, true, Milestones.NONE)) {
      assertThat(series(node, sent)).contains("ES");
    }
  }

  private String url() {
    return "jdbc:h2:file:" + data.resolve("database").resolve("hokan");
  }

  private static DemoExam exam(Path folder) throws IOException {
    Path pictures = Path.of(System.getProperty("hokan.root"), "test-data", "endoscopy");
    return DemoExam.write(
        folder,
        new DemoExam.Patient("Doe^Jane", "12345", LocalDateTime.of(2026, 11, 21, 9, 0)),
        DemoExam.pictures(pictures).subList(0, 2));
  }

  private void admit() {
    hokan("facility", "add", "demo", "--name", "Demo Hospital", "--issuer", "DEMO");
    hokan("ae", "add", "ENDO1", "--facility", "demo", "--may", "store,query");
    hokan(
        "contract",
        "add",
        "--facility",
        "demo",
        "--from",
        "2020-01-01",
        "--until",
        "2099-12-31",
        "--course",
        "ANNUAL",
        "--unit-rate",
        "1000",
        "--currency",
        "JPY",
        "--unit",
        "FACILITY",
        "--capacity",
        "500GB");
  }

  private String series(Node node, DemoExam exam) {
    return dicom(
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
  }

  private static String call(Node node) {
    return "HOKAN@127.0.0.1:" + node.dicomPort();
  }

  private void hokan(String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--data";
    all[args.length + 1] = data.toString();
    StringWriter text = new StringWriter();
    int status = Main.run(new PrintWriter(text), new PrintWriter(text), all);
    assertThat(status).as(text.toString()).isZero();
  }

  private static String dicom(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = org.hokan.dicom.cli.Main.run(new PrintWriter(out), new PrintWriter(err), args);
    assertThat(status).as(err.toString()).isZero();
    return out.toString();
  }
}
