package org.hokan.archive.node;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hokan.archive.config.Configuration;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;

/** A node's data folder with all that people enter, and what they can see of it. */
final class LostNode {
  static final List<String> SETTINGS =
      List.of("dicom.port=0", "http.port=0", "billing.quiet-time=0s", "storage.idle-close=1s");
  private static final String STUDY = "2.25.4711";
  private static final YearMonth MONTH = YearMonth.now(ZoneOffset.UTC);

  private final Path data;
  private final List<String> settings = new ArrayList<>(SETTINGS);

  LostNode(Path data) {
    this.data = data;
  }

  Path data() {
    return data;
  }

  Path database() {
    return data.resolve("database").resolve("hokan.mv.db");
  }

  Node start() {
    return Node.start(configuration());
  }

  Configuration configuration() {
    return Demo.configuration(data, settings);
  }

  /** A copy of the data folder as it is. */
  LostNode copy(Path to) throws IOException {
    copyTree(data, to);
    return new LostNode(to);
  }

  static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }

  String hokan(String... args) {
    String[] about = Arrays.copyOf(args, args.length + 2);
    about[args.length] = "--data";
    about[args.length + 1] = data.toString();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(new PrintWriter(out), new PrintWriter(err), about);
    if (status != 0) {
      throw new AssertionError("%s: status %d%n%s%s".formatted(List.of(args), status, out, err));
    }
    return out.toString();
  }

  /** A hospital with rules, a contract in its second version, and an administrator's doings. */
  void admit() {
    hokan("facility", "add", "demo", "--name", "Démonstration", "--issuer", "DEMO");
    hokan("facility", "change", "demo", "--time-zone", "UTC");
    hokan("ae", "add", "ENDO1", "--facility", "demo", "--may", "store");
    hokan("ae", "add", "GONE", "--facility", "demo", "--may", "store");
    hokan("ae", "remove", "GONE");
    LocalDate from = MONTH.minusMonths(2).atDay(1);
    hokan(
        ("contract add --facility demo --from %s --until %s --course MONTHLY --unit-rate 1000"
                + " --currency JPY --unit FACILITY --capacity 500GB")
            .formatted(from, from.plusYears(1))
            .split(" "));
    hokan("contract", "change", "demo-1", "--capacity", "400GB");
    hokan(
        "rule add --ae ENDO1 --name stills --then storage-class=ECONOMY --order 10 --when"
            .split(" "),
        "modality == \"ES\"");
  }

  private void hokan(String[] args, String last) {
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = last;
    hokan(all);
  }

  /** Images, three of them kept aside, of which one is released, one removed and one waits. */
  void send(Node node, int first) throws IOException {
    try (DicomClient client = DicomClient.builder().build();
        ClientAssociation association =
            client.connect(
                AssociationProposal.to("HOKAN", "127.0.0.1", node.dicomPort())
                    .from("ENDO1")
                    .propose(Objects.SOP_CLASS, List.of(Objects.SYNTAX.uid()))
                    .build())) {
      for (int number = first; number < first + 4; number++) {
        store(association, "P1", number);
      }
      for (int number = first + 4; number < first + 7; number++) {
        store(association, "OTHER" + number, number);
      }
    }
    List<String> ids = ids(hokan("quarantine", "list", "--json"));
    hokan("quarantine", "release", ids.get(ids.size() - 3));
    hokan("quarantine", "remove", ids.get(ids.size() - 2));
    awaitSettled();
  }

  /** Until every image that is filed stands in a record, so that nothing more happens by itself. */
  private void awaitSettled() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                sum("images", hokan("billing", "records", "--month", MONTH.toString(), "--json"))
                    == sum("instances", hokan("study", "list", "--json")));
  }

  private static long sum(String key, String json) {
    return Pattern.compile("\"%s\"\\s*:\\s*(\\d+)".formatted(key))
        .matcher(json)
        .results()
        .mapToLong(number -> Long.parseLong(number.group(1)))
        .sum();
  }

  private static void store(ClientAssociation association, String patient, int number)
      throws IOException {
    String instance = STUDY + ".1." + number;
    byte[] object =
        Objects.encoded(
            Objects.attributes(STUDY, patient, instance, number)
                .string(Tag.StudyDescription, "Gastroskopie")
                .build());
    Objects.store(association, instance, object);
  }

  private static List<String> ids(String json) {
    List<String> ids = new ArrayList<>();
    var matcher = Pattern.compile("\"id\"\\s*:\\s*(\\d+)").matcher(json);
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    return ids;
  }

  void close(int monthsAgo) {
    hokan("billing", "close", "--month", MONTH.minusMonths(monthsAgo).toString(), "--yes");
  }

  /** All that people can see, but for numbers that a new index gives anew. */
  Map<String, String> state(Path files) throws IOException {
    Map<String, String> state = new LinkedHashMap<>();
    for (String list :
        List.of(
            "facility list",
            "ae list",
            "contract list",
            "contract show demo-1",
            "rule list",
            "rule show --ae ENDO1 --name stills",
            "quarantine list",
            "study list",
            "billing statements")) {
      state.put(list, hokan((list + " --json").split(" ")).replaceAll("\"id\" ?: ?\\d+,?", ""));
    }
    for (int ago = 2; ago >= 0; ago--) {
      Path csv = files.resolve("month-%d.csv".formatted(ago));
      Files.deleteIfExists(csv);
      String month = MONTH.minusMonths(ago).toString();
      hokan("billing", "export", "--month", month, "--format", "csv", "--out", csv.toString());
      state.put("bill of " + month, Files.readString(csv));
    }
    state.put("ledger", hokan("billing", "verify"));
    state.put("objects", hokan("storage", "verify").replaceAll("(?m)^.*packs.*$", ""));
    return state;
  }

  /** Changes and decisions, the oldest last. */
  List<String> trail() {
    return hokan("audit", "list", "--kind", "change", "--limit", "1000").lines().skip(1).toList();
  }
}
