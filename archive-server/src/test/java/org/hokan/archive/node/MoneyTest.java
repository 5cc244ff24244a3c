package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a year costs, by the commands that an operator types and the file that accountants get. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoneyTest {
  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  /** The last twelve months, this one included: a contract year whose months are all due. */
  private final YearMonth last = YearMonth.now(ZoneOffset.UTC);

  private final YearMonth first = last.minusMonths(11);
  private LiveNode node;
  private List<CSVRecord> records = List.of();

  @BeforeAll
  void aYearIsClosedMonthByMonth() throws IOException {
    node = LiveNode.start("billing.quiet-time=0s");
    agree("annual", "ANNUAL");
    agree("monthly", "MONTHLY");
    sendAnExamTwice();
    List<CSVRecord> all = new ArrayList<>();
    for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
      node.hokan("billing", "close", "--month", month.toString(), "--yes").done();
      all.addAll(export(month));
    }
    records = all;
  }

  @AfterAll
  void stopNode() throws IOException {
    node.close();
  }

  @Test
  void oneYearAtThousandIsTenThousandOnTheAnnualCourse() {
    assertThat(amounts("annual")).containsExactly(Map.entry(first.toString(), "10000"));
    assertThat(total("annual")).isEqualByComparingTo("10000");
  }

  @Test
  void oneYearAtThousandIsTwelveThousandOnTheMonthlyCourse() {
    assertThat(amounts("monthly")).hasSize(12).containsValues("1000");
    assertThat(amounts("monthly").values()).containsOnly("1000");
    assertThat(total("monthly")).isEqualByComparingTo("12000");
  }

  /** In one record, or with late images in a second one that amends it, as the clock has it. */
  @Test
  void anExamSentTwiceCountsEachImageOnce() {
    List<CSVRecord> studies =
        records.stream().filter(record -> record.get("type").equals("STUDY")).toList();
    assertThat(studies)
        .isNotEmpty()
        .allSatisfy(study -> assertThat(study.get("amount")).isEqualTo("0"))
        .allSatisfy(study -> assertThat(study.get("ae")).isEqualTo("MONTHLY"));
    assertThat(studies.stream().mapToInt(study -> Integer.parseInt(study.get("images"))).sum())
        .isEqualTo(3);
  }

  @Test
  void everyRecordIsOnAStatementAndTheStatementsAreItsSums() throws IOException {
    assertThat(records).allSatisfy(record -> assertThat(record.get("statement")).isNotEmpty());
    Map<String, BigDecimal> sums =
        records.stream()
            .collect(
                Collectors.groupingBy(
                    record -> record.get("statement"),
                    TreeMap::new,
                    Collectors.reducing(BigDecimal.ZERO, MoneyTest::amount, BigDecimal::add)));
    String statements = node.hokan("billing", "statements").done();
    sums.keySet().forEach(number -> assertThat(statements).contains(number));
    assertThat(node.hokan("billing", "verify").status()).isZero();
  }

  @Test
  void aClosedMonthStaysAsItIs() throws IOException {
    String before = text(first);
    assertThat(node.hokan("billing", "close", "--month", first.toString()).status()).isNotZero();
    assertThat(text(first)).isEqualTo(before);
  }

  @Test
  void aStatementsLineLeadsToItsImages() {
    String number =
        records.stream()
            .filter(record -> record.get("type").equals("PERIOD"))
            .filter(record -> record.get("facility").equals("monthly"))
            .reduce((earlier, later) -> later)
            .orElseThrow()
            .get("statement");
    assertThat(node.hokan("billing", "explain", number + "/1").done())
        .contains("PERIOD FACILITY", "1000 JPY, 3 images", "study 2.25.77: 3 images");
  }

  @Test
  void aFacilityChecksOfflineThatItsStudyIsInTheLedger() throws IOException {
    Path file = node.folder("receipts").resolve("study.receipt");
    node.hokan("receipt", "show", "2.25.77", "--facility", "monthly", "--out", file.toString())
        .done();
    String key = node.hokan("receipt", "key").done().strip();
    String[] verify = {"receipt", "verify", file.toString(), "--key", key};
    StringWriter out = new StringWriter();
    assertThat(Main.run(new PrintWriter(out), new PrintWriter(out), verify)).isZero();
    assertThat(out.toString())
        .contains("facility monthly, study 2.25.77, 3 images", "in the ledger");
    assertThat(verified(verify, "--facility", "monthly")).doesNotContain("expected");
    assertThat(verified(verify, "--facility", "another"))
        .contains("receipt of facility monthly (expected: of another)");
    String mine = Files.readString(file);
    Files.writeString(file, mine.replace("\"monthly\"", "\"another\""));
    assertThat(verified(verify, "--facility", "another"))
        .contains("its text is about another facility");
    Files.writeString(file, mine);
    Files.writeString(file, Files.readString(file).replace("images=1:3", "images=1:4"));
    assertThat(Main.run(new PrintWriter(out), new PrintWriter(out), verify)).isNotZero();
    assertThat(out.toString()).contains("do not lead to the seal's root");
  }

  private static String verified(String[] verify, String... more) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    Main.run(
        writer, writer, Stream.concat(Stream.of(verify), Stream.of(more)).toArray(String[]::new));
    return out.toString();
  }

  private void agree(String facility, String course) {
    LocalDate from = first.atDay(1);
    LocalDate until = last.atEndOfMonth();
    node.hokan("facility", "add", facility, "--name", facility, "--issuer", facility).done();
    String[] contract = {
      "contract",
      "add",
      "--facility",
      facility,
      "--from",
      from.toString(),
      "--until",
      until.toString(),
      "--course",
      course,
      "--unit-rate",
      "1000",
      "--currency",
      "JPY",
      "--unit",
      "FACILITY",
      "--capacity",
      "1GB"
    };
    node.hokan(contract).done();
    node.addAe(course, facility, "store");
  }

  private void sendAnExamTwice() throws IOException {
    try (DicomClient client = DicomClient.builder().build();
        ClientAssociation association =
            client.connect(
                node.proposal("MONTHLY")
                    .propose(Objects.SOP_CLASS, List.of(Objects.SYNTAX.uid()))
                    .build())) {
      for (int number : new int[] {1, 2, 3, 1, 2, 3}) {
        String instance = "2.25.77.1." + number;
        Objects.store(association, instance, Objects.picture("2.25.77", "P", instance, number));
      }
    }
  }

  /** Charges of a facility by month. */
  private Map<String, String> amounts(String facility) {
    return records.stream()
        .filter(record -> record.get("facility").equals(facility))
        .filter(record -> record.get("type").equals("PERIOD"))
        .collect(Collectors.toMap(record -> record.get("month"), record -> record.get("amount")));
  }

  private BigDecimal total(String facility) {
    return records.stream()
        .filter(record -> record.get("facility").equals(facility))
        .map(MoneyTest::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal amount(CSVRecord record) {
    return new BigDecimal(record.get("amount"));
  }

  private List<CSVRecord> export(YearMonth month) throws IOException {
    try (CSVParser parser = CSVParser.parse(text(month), CSV)) {
      return parser.getRecords();
    }
  }

  private String text(YearMonth month) throws IOException {
    Path file = node.folder("bills").resolve(month + ".csv");
    node.hokan(
            "billing",
            "export",
            "--month",
            month.toString(),
            "--format",
            "csv",
            "--out",
            file.toString())
        .done();
    return Files.readString(file);
  }
}
