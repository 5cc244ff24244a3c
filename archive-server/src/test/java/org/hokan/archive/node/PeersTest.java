package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other people's programs against the node: dcmtk asks, objects are pydicom's, dciodvfy judges. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeersTest {
  private static final String KANJI = "Yamada^Tarou=山田^太郎=やまだ^たろう";

  private LiveNode node;
  private Path objects;
  private List<SentFile> sent = List.of();
  private Map<String, String> stored = Map.of();
  private int movePort;
  private int folders;

  @BeforeAll
  void pydicomWritesAndStorescuSends() throws IOException {
    Tool.require("storescu", "storescp", "echoscu", "findscu", "movescu", "getscu", "dciodvfy");
    Tool.requirePydicom();
    node = LiveNode.start();
    movePort = Demo.freePort();
    node.admit("peers");
    node.addAe("PEER", "peers", "store,query,retrieve", movePort);
    objects = node.folder("objects");
    Path script = node.folder("script").resolve("write_objects.py");
    try (InputStream text = PeersTest.class.getResourceAsStream("write_objects.py")) {
      Files.copy(java.util.Objects.requireNonNull(text), script);
    }
    Tool.run("/usr/bin/python3", script.toString(), objects.toString()).done();
    sent = SentFile.in(objects);
    try (DcmtkStore store = DcmtkStore.start(node.folder("store"), sent, Demo.freePort())) {
      stored = store.send(sent, "PEER", LiveNode.TITLE, node.port());
    }
  }

  @AfterAll
  void stopNode() throws IOException {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void storescuIsAnsweredSuccessForEveryObjectOfPydicom() {
    assertThat(sent).hasSize(6);
    assertThat(stored).hasSize(6);
    assertThat(stored.values())
        .allSatisfy(answer -> assertThat(answer).contains("Received Store Response (Success)"));
  }

  @Test
  void echoscuIsAnswered() throws IOException {
    assertThat(echo("PEER", LiveNode.TITLE).status()).isZero();
    assertThat(echo("STRANGER", LiveNode.TITLE).text()).contains("Calling AE Title Not Recognized");
    assertThat(echo("PEER", "ELSE").text()).contains("Called AE Title Not Recognized");
  }

  private Tool.Answer echo(String from, String to) throws IOException {
    return Tool.run(
        "echoscu", "-aet", from, "-aec", to, "127.0.0.1", Integer.toString(node.port()));
  }

  /** Level and key of a query, and the patient IDs that it must find. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "-P | PATIENT | PatientID=?1               | D1 J1 K1 L1 U1",
        "-P | PATIENT | PatientID=U*               | U1",
        "-P | PATIENT | PatientName=yamada*        | J1 U1",
        "-P | PATIENT | PatientBirthDate=19600229  | D1 J1 K1 L1 U1",
        "-P | PATIENT | PatientBirthDate=19600301- | ",
        "-S | STUDY   | StudyDate=20260210-20260420 | J1 K1 L1",
        "-S | STUDY   | StudyDate=-20260210        | J1 U1",
        "-S | STUDY   | StudyDate=20260525-        | D1",
        "-S | STUDY   | AccessionNumber=A3         | K1",
        "-S | STUDY   | StudyInstanceUID=2.25.4242.4\\2.25.4242.5 | D1 L1",
        "-S | STUDY   | ModalitiesInStudy=OT       | D1 J1 K1 L1 U1",
        "-S | STUDY   | ModalitiesInStudy=CT       | ",
        "-S | STUDY   | PatientName=Hong^Gil*      | K1",
        "-S | STUDY   | StudyTime=100000-110000    | D1 J1 K1 L1 U1"
      })
  void findscuFinds(String root, String level, String key, String patients) throws IOException {
    List<DataSet> found =
        find(root, "-k", "QueryRetrieveLevel=" + level, "-k", "PatientID", "-k", key);
    String ids =
        String.join(
            " ",
            found.stream()
                .map(match -> match.string(Tag.PatientID).orElse(""))
                .sorted(Comparator.naturalOrder())
                .toList());
    assertThat(ids).isEqualTo(patients == null ? "" : patients);
  }

  @Test
  void findscuFindsSeriesAndImagesBelowTheirStudy() throws IOException {
    String study = "StudyInstanceUID=2.25.4242.1";
    String series = "SeriesInstanceUID=2.25.4242.1.1";
    String count = "NumberOfSeriesRelatedInstances";
    assertThat(
            find(
                "-S",
                "-k",
                "QueryRetrieveLevel=SERIES",
                "-k",
                study,
                "-k",
                "SeriesInstanceUID",
                "-k",
                count))
        .singleElement()
        .satisfies(
            match -> assertThat(match.integer(Tag.NumberOfSeriesRelatedInstances)).hasValue(2));
    assertThat(
            find(
                "-P",
                "-k",
                "QueryRetrieveLevel=IMAGE",
                "-k",
                "PatientID=U1",
                "-k",
                study,
                "-k",
                series,
                "-k",
                "SOPInstanceUID",
                "-k",
                "InstanceNumber"))
        .extracting(match -> match.integer(Tag.InstanceNumber).orElse(0))
        .containsExactlyInAnyOrder(1, 2);
  }

  /** Asked in either character set, both spellings of the one name are found. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"ISO_IR 192", "'\\ISO 2022 IR 87'"})
  void findscuFindsJapaneseNamesInEachCharacterSet(String characterSet) throws IOException {
    DataSet keys =
        DataSet.builder()
            .strings(Tag.SpecificCharacterSet, List.of(characterSet.split("\\\\")))
            .string(Tag.QueryRetrieveLevel, "STUDY")
            .string(Tag.PatientName, "*=山田*")
            .empty(Tag.PatientID)
            .empty(Tag.StudyInstanceUID)
            .build();
    Path query = node.folder("query" + folders++).resolve("query.dcm");
    Objects.writeKeys(query, keys);
    List<DataSet> found = find("-S", query);
    assertThat(found)
        .extracting(match -> match.string(Tag.PatientID).orElse(""))
        .containsExactlyInAnyOrder("J1", "U1");
    assertThat(found)
        .allSatisfy(match -> assertThat(match.string(Tag.PatientName)).hasValue(KANJI));
  }

  @Test
  void movescuGetsEveryObjectBackAndDciodvfyComplainsNoMore() throws IOException {
    Path folder = node.folder("moved");
    Map<String, String> syntaxes =
        Map.of("U1", "+xe", "J1", "+xe", "K1", "+xi", "L1", "+xb", "D1", "+xd");
    for (Map.Entry<String, String> one : syntaxes.entrySet()) {
      String[] command = {
        "movescu",
        "-P",
        one.getValue(),
        "-aet",
        "PEER",
        "-aem",
        "PEER",
        "-aec",
        LiveNode.TITLE,
        "--port",
        Integer.toString(movePort),
        "-od",
        folder.toString(),
        "-k",
        "QueryRetrieveLevel=PATIENT",
        "-k",
        "PatientID=" + one.getKey(),
        "127.0.0.1",
        Integer.toString(node.port())
      };
      Tool.run(command).done();
    }
    Map<Uid, SentFile> back = SentFile.byInstance(SentFile.in(folder));
    assertThat(back).hasSize(6);
    assertThat(back.values()).allSatisfy(this::isAsStored);
    compareComplaints(back);
  }

  @Test
  void getscuGetsOneImageOfAStudy() throws IOException {
    Path folder = node.folder("got");
    Tool.run(
            "getscu",
            "-S",
            "+B",
            "+xe",
            "-aet",
            "PEER",
            "-aec",
            LiveNode.TITLE,
            "-od",
            folder.toString(),
            "-k",
            "QueryRetrieveLevel=IMAGE",
            "-k",
            "StudyInstanceUID=2.25.4242.1",
            "-k",
            "SeriesInstanceUID=2.25.4242.1.1",
            "-k",
            "SOPInstanceUID=2.25.4242.1.1.2",
            "127.0.0.1",
            Integer.toString(node.port()))
        .done();
    List<SentFile> back = SentFile.in(folder);
    assertThat(back).hasSize(1);
    isAsStored(back.get(0));
  }

  /** Dcmtk writes anew what it sends, so the values are compared: nothing is lost or added. */
  private void isAsStored(SentFile back) {
    SentFile original =
        java.util.Objects.requireNonNull(SentFile.byInstance(sent).get(back.sopInstance()));
    assertThat(back.context()).isEqualTo(original.context());
    assertThat(values(back)).isEqualTo(values(original));
  }

  private static List<String> values(SentFile file) {
    LiveNode.Answer dump = LiveNode.dicom("json", file.path().toString());
    return dump.done().lines().toList();
  }

  private void compareComplaints(Map<Uid, SentFile> back) throws IOException {
    for (SentFile original : sent) {
      SentFile fetched = java.util.Objects.requireNonNull(back.get(original.sopInstance()));
      assertThat(complaints(fetched.path())).isEqualTo(complaints(original.path()));
    }
  }

  private static Map<String, Integer> complaints(Path file) throws IOException {
    Map<String, Integer> complaints = new TreeMap<>();
    for (String line : Tool.run("dciodvfy", file.toString()).lines()) {
      if (line.startsWith("Error") || line.startsWith("Warning")) {
        complaints.merge(line, 1, Integer::sum);
      }
    }
    return complaints;
  }

  private List<DataSet> find(String root, String... keys) throws IOException {
    List<String> command = new ArrayList<>(List.of("findscu", root, "-X"));
    command.addAll(List.of(keys));
    return found(command, List.of());
  }

  private List<DataSet> find(String root, Path query) throws IOException {
    return found(new ArrayList<>(List.of("findscu", root, "-X")), List.of(query.toString()));
  }

  private List<DataSet> found(List<String> command, List<String> files) throws IOException {
    Path folder = node.folder("found" + folders++);
    command.addAll(List.of("-aet", "PEER", "-aec", LiveNode.TITLE, "-od", folder.toString()));
    command.addAll(List.of("127.0.0.1", Integer.toString(node.port())));
    command.addAll(files);
    Tool.run(command.toArray(String[]::new)).done();
    List<DataSet> matches = new ArrayList<>();
    try (var responses = Files.list(folder)) {
      for (Path response : responses.sorted().toList()) {
        try (Part10File file = Part10.open(response)) {
          matches.add(file.read());
        }
      }
    }
    return matches;
  }
}
