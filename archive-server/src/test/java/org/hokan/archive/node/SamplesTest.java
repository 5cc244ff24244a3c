package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hokan.dicom.cli.FileReceiver;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Everything that a folder has goes in and comes out again, byte for byte: what {@code test-data}
 * has, or another folder named by the system property {@code hokan.samples}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SamplesTest {
  private static final Path FOLDER =
      Optional.ofNullable(System.getProperty("hokan.samples"))
          .map(Path::of)
          .orElse(Path.of(System.getProperty("hokan.root"), "test-data"));

  /**
   * By which getscu takes a transfer syntax; others it cannot take (its +xi proposes Explicit VR).
   */
  private static final Map<Uid, String> GETSCU_OPTIONS =
      Map.ofEntries(
          Map.entry(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(), "+xe"),
          Map.entry(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN.uid(), "+xb"),
          Map.entry(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN.uid(), "+xd"),
          Map.entry(TransferSyntax.RLE_LOSSLESS.uid(), "+xr"),
          Map.entry(TransferSyntax.JPEG_BASELINE_8BIT.uid(), "+xy"),
          Map.entry(TransferSyntax.JPEG_EXTENDED_12BIT.uid(), "+xx"),
          Map.entry(TransferSyntax.JPEG_LOSSLESS_SV1.uid(), "+xs"),
          Map.entry(TransferSyntax.JPEG_LS_LOSSLESS.uid(), "+xt"),
          Map.entry(TransferSyntax.JPEG_LS_NEAR_LOSSLESS.uid(), "+xu"),
          Map.entry(TransferSyntax.JPEG_2000_LOSSLESS.uid(), "+xv"),
          Map.entry(TransferSyntax.JPEG_2000.uid(), "+xw"));

  /** SOP classes that getscu 3.6.7 does not propose. */
  private static final Set<Uid> UNKNOWN_TO_GETSCU =
      Set.of(
          Uids.ColorPaletteStorage,
          Uids.ParametricMapStorage,
          Uids.MicroscopyBulkSimpleAnnotationsStorage,
          Uid.of("1.2.840.10008.5.1.4.1.1.66.7"));

  /** What dcmtk 3.6.7 says of a file that it cannot send or receive, whoever the peer is. */
  private static final Map<String, String> BEYOND_DCMTK =
      Map.of(
          "Unsupported transfer syntax", "dcmtk does not know its transfer syntax",
          "unable to convert dataset", "dcmtk does not know its transfer syntax",
          "No SOP Class or Instance UID", "dcmtk sees no SOP class or instance in its data set",
          "Bad DICOM file", "dcmtk cannot read it",
          "No presentation context", "dcmtk sees another SOP class or transfer syntax in it");

  private final DicomClient client = DicomClient.builder().build();
  private final Map<String, String> notSent = new TreeMap<>();
  private LiveNode node;
  private FileReceiver receiver;
  private Path received;
  private List<SentFile> objects = List.of();
  private List<List<SentFile>> groups = List.of();

  @BeforeAll
  void startNode() throws IOException {
    node = LiveNode.start();
    received = node.folder("received");
    FileReceiver.Settings settings =
        new FileReceiver.Settings(
            Optional.empty(),
            "127.0.0.1",
            0,
            Optional.of(received),
            List.of(),
            AssociationLimits.DEFAULT);
    receiver = FileReceiver.start(settings, object -> {});
    objects =
        SentFile.in(FOLDER).stream()
            .filter(file -> !file.sopClass().equals(Uids.MediaStorageDirectoryStorage))
            .filter(
                file -> !file.path().startsWith(FOLDER.resolve("fuzz"))) // what no modality sends
            .toList();
    groups = withoutClashes(objects);
  }

  @AfterAll
  void stopNode() throws IOException {
    receiver.close();
    client.close();
    node.close();
    notSent.forEach((name, why) -> System.out.printf("not sent: %s: %s%n", name, why));
  }

  @Test
  void everyObjectSentByOurToolComesBackByteForByte() throws IOException {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      List<SentFile> group = groups.get(i);
      String ae = admit("own" + i);
      String sent =
          LiveNode.dicom(
                  command(
                      List.of("store", "--call", node.call(), "--as", ae),
                      group.stream().map(file -> file.path().toString())))
              .done();
      assertThat(sent).startsWith("sent %d object".formatted(group.size()));
      Map<Uid, SentFile> expected = SentFile.byInstance(group);
      problems.addAll(compare("move", expected, moved(ae, ae)));
      problems.addAll(compare("get", expected, got(ae)));
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void everyObjectSentByDcmtkComesBackAsDcmtkSentIt() throws IOException {
    Tool.require("storescu", "storescp", "getscu");
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      List<SentFile> group = groups.get(i);
      String ae = admit("tk" + i);
      int port = Demo.freePort();
      node.addAe(ae + "D", "tk" + i, "receive", port);
      try (DcmtkStore store = DcmtkStore.start(node.folder(ae), group, port)) {
        Map<Uid, SentFile> control = sentToItself(store, group);
        Map<String, String> answers = store.send(group, ae, LiveNode.TITLE, node.port());
        answers.forEach((name, answer) -> problems.addAll(unexpected(name, answer)));
        problems.addAll(compare("move", control, moved(ae, ae)));
        LiveNode.dicom(move(ae, ae + "D"));
        problems.addAll(compare("move to dcmtk", control, store.drain()));
        Map<Uid, SentFile> fit = fitForGetscu(control);
        problems.addAll(compare("getscu", fit, gotByDcmtk(ae, fit)));
      }
    }
    assertThat(problems).isEmpty();
    if (System.getProperty("hokan.samples") == null) {
      assertThat(notSent.keySet())
          .contains(
              "chrSQEncoding.dcm",
              "chrSQEncoding1.dcm",
              "enhanced-mr-truncated.dcm",
              "htj2k.dcm",
              "meta-without-group-length.dcm",
              "plan-truncated.dcm",
              "rle-one-frame.dcm",
              "seg-deflated-frames.dcm");
    }
  }

  /** Each gets a status that says why, and the next good one over the same association is kept. */
  @Test
  void brokenObjectsGetAClearStatusAndTheAssociationLivesOn() throws IOException {
    String ae = admit("broken");
    Uid sopClass = Uids.SecondaryCaptureImageStorage;
    Uid syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
    byte[] good = Objects.picture("1.2.3.1", "P1", "2.25.11", 1);
    byte[] noise = new byte[5000];
    new Random(42).nextBytes(noise);
    try (ClientAssociation association =
        client.connect(node.proposal(ae).propose(sopClass, List.of(syntax)).build())) {
      Map<String, byte[]> broken = new LinkedHashMap<>();
      broken.put("C000H", noise);
      broken.put("C000H cut in its head", Arrays.copyOf(good, 40));
      broken.put("C000H empty", new byte[0]);
      broken.put("A900H names another instance", Objects.picture("1.2.3.1", "P1", "2.25.12", 2));
      int number = 100;
      for (Map.Entry<String, byte[]> one : broken.entrySet()) {
        number++;
        Outcome answer = Objects.store(association, "2.25." + number, one.getValue());
        assertThat(answer.status().toString())
            .as(one.getKey())
            .contains(one.getKey().substring(0, 4));
        assertThat(answer.errorComment()).as(one.getKey()).isPresent();
        String next = "2.25.9" + number;
        byte[] after = Objects.picture("1.2.3.1", "P1", next, number);
        assertThat(Objects.store(association, next, after)).isEqualTo(Outcome.SUCCESS);
      }
    }
    assertThat(moved(ae, ae)).hasSize(4);
  }

  /** A DICOMDIR, and files without SOP Class or Instance UID, are no objects to store. */
  @Test
  void filesWithoutAnObjectAreNamedAndNotSent() throws IOException {
    Set<String> sent = objects.stream().map(SentFile::name).collect(Collectors.toSet());
    List<Path> others;
    try (Stream<Path> all = Files.walk(FOLDER)) {
      others =
          all.filter(path -> path.toString().endsWith(".dcm"))
              .filter(path -> !sent.contains(String.valueOf(path.getFileName())))
              .toList();
    }
    String[] command =
        command(
            List.of("store", "-v", "--call", node.call(), "--as", admit("none")),
            others.stream().map(Path::toString));
    LiveNode.Answer answer = LiveNode.dicom(command);
    assertThat(answer.status()).isEqualTo(1);
    for (Path other : others) {
      notSent.put(String.valueOf(other.getFileName()), "no object of a storage class in it");
      assertThat(answer.out())
          .containsPattern("(skipped|failed) " + Pattern.quote(other.toString()) + ": .+");
    }
    assertThat(studies("NONE")).isEmpty();
  }

  /** What dcmtk sends to its own receiver: the bytes that come back must be these. */
  private Map<Uid, SentFile> sentToItself(DcmtkStore store, List<SentFile> group)
      throws IOException {
    store.send(group, "ANY", "ANY", store.port());
    return store.drain();
  }

  private List<String> unexpected(String name, String answer) {
    if (answer.contains("Received Store Response (Success)")) {
      return List.of();
    }
    Optional<String> reason =
        BEYOND_DCMTK.entrySet().stream()
            .filter(entry -> answer.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    reason.ifPresent(why -> notSent.put(name, why));
    return reason.isPresent() ? List.of() : List.of("storescu: %s: %s".formatted(name, answer));
  }

  /** A facility with an AE that may do all, and receives at our receiver. */
  private String admit(String facility) {
    node.admit(facility);
    String ae = facility.toUpperCase(java.util.Locale.ROOT);
    node.addAe(ae, facility, "store,query,retrieve", receiver.port());
    return ae;
  }

  private Map<Uid, SentFile> moved(String ae, String destination) throws IOException {
    LiveNode.dicom(move(ae, destination)).done();
    return DcmtkStore.drain(received);
  }

  private String[] move(String ae, String destination) throws IOException {
    String studies = String.join("\\", studies(ae));
    return new String[] {
      "move",
      "--call",
      node.call(),
      "--as",
      ae,
      "--to",
      destination,
      "--level",
      "STUDY",
      "-k",
      "StudyInstanceUID=" + studies
    };
  }

  private Map<Uid, SentFile> got(String ae) throws IOException {
    Path folder = node.folder("got");
    LiveNode.dicom(
            "get",
            "--call",
            node.call(),
            "--as",
            ae,
            "--out",
            folder.toString(),
            "--level",
            "STUDY",
            "-k",
            "StudyInstanceUID=" + String.join("\\", studies(ae)))
        .done();
    return DcmtkStore.drain(folder);
  }

  private Map<Uid, SentFile> gotByDcmtk(String ae, Map<Uid, SentFile> sent) throws IOException {
    Path folder = node.folder("getscu");
    for (Map.Entry<Uid, String> option : GETSCU_OPTIONS.entrySet()) {
      Stream<SentFile> some =
          sent.values().stream().filter(file -> file.transferSyntax().equals(option.getKey()));
      String studies = some.map(SentFile::study).distinct().collect(Collectors.joining("\\"));
      if (!studies.isEmpty()) {
        Tool.run(
            "getscu",
            "-S",
            "+B",
            option.getValue(),
            "-aet",
            ae,
            "-aec",
            LiveNode.TITLE,
            "-od",
            folder.toString(),
            "-k",
            "QueryRetrieveLevel=STUDY",
            "-k",
            "StudyInstanceUID=" + studies,
            "127.0.0.1",
            Integer.toString(node.port()));
      }
    }
    return DcmtkStore.drain(folder);
  }

  private List<String> studies(String ae) throws IOException {
    List<String> studies = new ArrayList<>();
    DataSet all =
        DataSet.builder()
            .string(Tag.QueryRetrieveLevel, "STUDY")
            .empty(Tag.StudyInstanceUID)
            .build();
    Uid model = Uids.StudyRootQueryRetrieveInformationModelFind;
    List<Uid> plain = List.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());
    try (ClientAssociation association =
        client.connect(node.proposal(ae).propose(model, plain).build())) {
      association.find(
          model, all, match -> studies.add(match.string(Tag.StudyInstanceUID).orElseThrow()));
    }
    return studies;
  }

  private static Map<Uid, SentFile> fitForGetscu(Map<Uid, SentFile> files) {
    Map<Uid, SentFile> some = new TreeMap<>(files);
    some.values()
        .removeIf(
            file ->
                file.study().isEmpty()
                    || !GETSCU_OPTIONS.containsKey(file.transferSyntax())
                    || UNKNOWN_TO_GETSCU.contains(file.sopClass()));
    return some;
  }

  private static List<String> compare(
      String route, Map<Uid, SentFile> expected, Map<Uid, SentFile> came) {
    List<String> problems = new ArrayList<>();
    for (SentFile sent : expected.values()) {
      SentFile back = came.get(sent.sopInstance());
      if (back == null) {
        problems.add("%s: %s, %s: not there".formatted(route, sent.name(), sent.context()));
      } else if (!back.context().equals(sent.context())) {
        problems.add("%s: %s: came as %s".formatted(route, sent.name(), back.context()));
      } else if (!Arrays.equals(sent.bytes(), back.bytes())) {
        problems.add(
            "%s: %s: differs at byte %d of %d"
                .formatted(
                    route,
                    sent.name(),
                    Arrays.mismatch(sent.bytes(), back.bytes()),
                    sent.bytes().length));
      }
    }
    return problems;
  }

  /** Groups in which no two objects have one identity, or are of one study. */
  private static List<List<SentFile>> withoutClashes(List<SentFile> objects) {
    Map<List<Object>, Integer> seen = new LinkedHashMap<>();
    List<List<SentFile>> groups = new ArrayList<>();
    for (SentFile object : objects) {
      int group = seen.merge(List.of(object.sopInstance()), 1, Integer::sum) - 1;
      if (!object.study().isEmpty()) {
        group = Math.max(group, seen.merge(List.of(object.study(), ""), 1, Integer::sum) - 1);
      }
      while (groups.size() <= group) {
        groups.add(new ArrayList<>());
      }
      groups.get(group).add(object);
    }
    return groups;
  }

  private static String[] command(List<String> words, Stream<String> files) {
    return Stream.concat(words.stream(), files).toArray(String[]::new);
  }
}
