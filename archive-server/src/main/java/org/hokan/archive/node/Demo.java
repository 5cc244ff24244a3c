package org.hokan.archive.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hokan.archive.config.Configuration;
import org.hokan.dicom.cli.FileReceiver;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;

/**
 * The main job before the user's eyes: over real sockets, on a real disk, each step by the command
 * that its line shows. Any step that does not hold ends it with a {@link DemoException}.
 */
final class Demo {
  private static final String PATIENT = "12345";

  private final DemoScreen screen;
  private final Path folder;
  private final Path pictures;
  private final Clock clock;
  private final String data;
  private final int viewerPort;

  Demo(DemoScreen screen, Path folder, Path pictures, Clock clock) throws IOException {
    this.screen = screen;
    this.folder = folder;
    this.pictures = pictures;
    this.clock = clock;
    this.data = folder.resolve("data").toString();
    this.viewerPort = freePort();
  }

  /** Runs all steps on a started node and leaves the node running. */
  void run(Node node) throws IOException {
    String node11112 = "HOKAN@127.0.0.1:" + node.dicomPort();
    agree();
    List<DemoExam> exams = examine();
    screen.dicom(
        "The endoscope sends two exams",
        "store",
        "--call",
        node11112,
        "--as",
        "ENDO1",
        folder.resolve("endoscope").toString());
    shrink();
    screen.say(
        screen
            .dicom(
                "The viewer asks by patient ID",
                "find",
                "--call",
                node11112,
                "--as",
                "VIEWER1",
                "--level",
                "STUDY",
                "-k",
                "PatientID=" + PATIENT,
                "-k",
                "StudyInstanceUID",
                "-k",
                "PatientName",
                "-k",
                "StudyDate",
                "-k",
                "NumberOfStudyRelatedInstances")
            .stripTrailing()
            .indent(4)
            .stripTrailing());
    fetch(node11112, exams.get(0));
    bill();
  }

  /** What came is kept smaller where this machine can; where not, the demo says so. */
  private void shrink() throws IOException {
    JsonNode status =
        new ObjectMapper()
            .readTree(
                screen.hokan(
                    "The rule has it kept smaller",
                    "compression",
                    "status",
                    "--wait",
                    "--json",
                    "--data",
                    data));
    Optional<String> unavailable = unavailable(status);
    JsonNode facility = status.path("facilities").path(0);
    long before = facility.path("originalBytes").asLong();
    long saved = facility.path("savedBytes").asLong();
    if (unavailable.isEmpty() && saved == 0) {
      throw new DemoException("nothing was saved (expected: smaller JPEG): " + status);
    }
    screen.say(
        unavailable
            .map(why -> "    kept as they came: this machine makes no JPEG XL: " + why)
            .orElseGet(
                () ->
                    String.format(
                        Locale.ROOT,
                        "    %d of %d images kept smaller: %d bytes of %d saved, %.1f %%",
                        facility.path("recompressed").asLong(),
                        facility.path("instances").asLong(),
                        saved,
                        before,
                        100.0 * saved / before)));
  }

  /** Why JPEG cannot be kept smaller here. */
  private static Optional<String> unavailable(JsonNode status) {
    for (JsonNode form : status.path("forms")) {
      String syntax = form.path("transferSyntaxUid").asText();
      if (syntax.equals(TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION.uid().value())) {
        return Optional.of(form.path("problem").asText()).filter(text -> !text.isEmpty());
      }
    }
    return Optional.empty();
  }

  private void agree() {
    admit();
    contract();
  }

  private void admit() {
    screen.hokan(
        "A hospital is admitted",
        "facility",
        "add",
        "demo",
        "--name",
        "Demo Hospital",
        "--issuer",
        "DEMO",
        "--data",
        data);
    screen.hokan(
        "... its endoscope",
        "ae",
        "add",
        "ENDO1",
        "--facility",
        "demo",
        "--may",
        "store",
        "--data",
        data);
    screen.hokan(
        "... and its viewer",
        "ae",
        "add",
        "VIEWER1",
        "--facility",
        "demo",
        "--may",
        "query,retrieve",
        "--host",
        "127.0.0.1",
        "--port",
        Integer.toString(viewerPort),
        "--data",
        data);
  }

  private void contract() {
    int year = LocalDate.now(clock).getYear();
    screen.hokan(
        "A contract is agreed",
        "contract",
        "add",
        "--facility",
        "demo",
        "--from",
        year + "-01-01",
        "--until",
        year + "-12-31",
        "--course",
        "ANNUAL",
        "--unit-rate",
        "1000",
        "--currency",
        "JPY",
        "--unit",
        "FACILITY",
        "--capacity",
        "500GB",
        "--data",
        data);
    screen.hokan(
        "A storage rule is added",
        "rule",
        "add",
        "--ae",
        "ENDO1",
        "--name",
        "stills",
        "--when",
        "modality == \"ES\"",
        "--then",
        "storage-class=ECONOMY,compression=lossless",
        "--order",
        "10",
        "--data",
        data);
  }

  /** Two exams: one of the patient that the viewer asks for, one of another. */
  private List<DemoExam> examine() throws IOException {
    LocalDateTime now = LocalDateTime.now(clock);
    List<Path> all = DemoExam.pictures(pictures);
    if (all.size() < 2) {
      throw new DemoException("%s: %d pictures (expected: >= 2)".formatted(pictures, all.size()));
    }
    int half = (all.size() + 1) / 2;
    Path endoscope = folder.resolve("endoscope");
    return List.of(
        DemoExam.write(
            endoscope.resolve("exam1"),
            new DemoExam.Patient("Yamada^Tarou=山田^太郎=やまだ^たろう", PATIENT, now.minusHours(2)),
            all.subList(0, half)),
        DemoExam.write(
            endoscope.resolve("exam2"),
            new DemoExam.Patient("Doe^Jane", "67890", now.minusHours(1)),
            all.subList(half, all.size())));
  }

  private void fetch(String call, DemoExam exam) throws IOException {
    Path received = folder.resolve("viewer");
    Map<Uid, Path> files = new ConcurrentHashMap<>();
    screen.step(
        "The viewer waits for images",
        DemoScreen.shown(
            "bin/dicom",
            "serve",
            "--port",
            Integer.toString(viewerPort),
            "--ae-title",
            "VIEWER1",
            "--out",
            received.toString()));
    FileReceiver.Settings viewer = FileReceiver.Settings.local("VIEWER1", viewerPort, received);
    try (FileReceiver receiver =
        FileReceiver.start(
            viewer,
            object -> object.file().ifPresent(file -> files.put(object.sopInstanceUid(), file)))) {
      screen.dicom(
          "... and moves the first exam to itself",
          "move",
          "--call",
          call,
          "--as",
          "VIEWER1",
          "--to",
          "VIEWER1",
          "--level",
          "STUDY",
          "-k",
          "StudyInstanceUID=" + exam.study());
    }
    compare(exam, files);
  }

  private void compare(DemoExam exam, Map<Uid, Path> received) throws IOException {
    screen.step(
        "Every byte is compared",
        "cmp, data set by data set, %s and %s"
            .formatted(folder.resolve("endoscope/exam1"), folder.resolve("viewer")));
    if (received.size() != exam.files().size()) {
      throw new DemoException(
          "%d images came back (expected: %d)".formatted(received.size(), exam.files().size()));
    }
    for (Path sent : exam.files()) {
      Path back = received.get(instance(sent));
      if (back == null || !Arrays.equals(dataSet(sent), dataSet(back))) {
        throw new DemoException("%s came back changed, or not at all".formatted(sent));
      }
    }
    screen.say(
        "    %d of %d images came back as they were sent"
            .formatted(received.size(), received.size()));
  }

  private void bill() {
    String month = YearMonth.now(clock).toString();
    String csv = folder.resolve("bill-%s.csv".formatted(month)).toString();
    screen.say(
        screen
            .hokan(
                "The month is closed",
                "billing",
                "close",
                "--month",
                month,
                "--yes",
                "--data",
                data)
            .stripTrailing()
            .indent(4)
            .stripTrailing());
    screen.say(
        screen
            .hokan("... its bill", "billing", "records", "--month", month, "--data", data)
            .stripTrailing()
            .indent(4)
            .stripTrailing());
    screen.hokan(
        "... and as a file",
        "billing",
        "export",
        "--month",
        month,
        "--format",
        "csv",
        "--out",
        csv,
        "--data",
        data);
    screen.say("    the bill for spreadsheets: " + csv);
  }

  private static Uid instance(Path file) throws IOException {
    try (Part10File opened = Part10.open(file)) {
      return opened
          .metaInformation()
          .flatMap(meta -> meta.mediaStorageSopInstanceUid())
          .orElseThrow();
    }
  }

  private static byte[] dataSet(Path file) throws IOException {
    try (Part10File opened = Part10.open(file);
        InputStream bytes = opened.dataSet()) {
      return bytes.readAllBytes();
    }
  }

  /** A node on its defaults but for these settings. */
  static Configuration configuration(Path data, List<String> settings) {
    List<String> all = new ArrayList<>(settings);
    all.add("data-directory=" + data);
    return Configuration.load(Optional.empty(), all);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
