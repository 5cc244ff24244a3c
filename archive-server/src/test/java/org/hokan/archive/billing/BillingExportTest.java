package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.ServiceTerms;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class BillingExportTest {
  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

  private final Database database;
  private Books books;

  BillingExportTest(TestDatabase on) {
    database = on.shared(BillingExportTest.class, UsageLedger.entities());
  }

  @BeforeEach
  void closeNovember() {
    books = new Books(database).at("2026-11-21T12:00:00");
    books.contract(
        "demo-1",
        "2026-11-01",
        "2027-10-31",
        PeriodCourse.ANNUAL,
        BackupUnit.FACILITY,
        Money.ofMajor(CurrencyUnit.JPY, 1000));
    books.arrived("1.2.3", 5, "2026-11-10T10:00:00", "2026-11-10T10:20:00");
    books.ledger.correct(
        new Correction(
            "demo",
            new ContractClause("demo-1", 1),
            Money.ofMajor(CurrencyUnit.JPY, -500),
            "=HYPERLINK(\"http://evil\"), \"quoted\", and more",
            "-1"),
        "admin");
    books.close("2026-11");
  }

  @Test
  void csvHoldsOneLineForEachRecordAndItsAmountsAddUpToTheStatement() throws IOException {
    List<CSVRecord> lines = csv(RecordFilter.of(NOVEMBER));
    assertThat(lines)
        .extracting(l -> l.get("type"))
        .containsExactly("STUDY", "ADJUSTMENT", "PERIOD");
    BigDecimal sum =
        lines.stream()
            .map(l -> new BigDecimal(l.get("amount")))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    Statement statement = Books.statements(books.ledger, Optional.of(NOVEMBER)).get(0);
    assertThat(sum)
        .isEqualByComparingTo(statement.total().getAmount())
        .isEqualByComparingTo("9500");
    assertThat(lines).extracting(l -> l.get("statement")).containsOnly(statement.number());
    assertThat(lines.get(2).get("period_from")).isEqualTo("2026-11-01");
    assertThat(lines.get(2).get("unit_rate")).isEqualTo("1000");
    assertThat(lines.get(0).get("images")).isEqualTo("5");
    assertThat(lines.get(0).get("rule")).isEqualTo("stills@1");
  }

  @Test
  void csvRunsNoFormulaInASpreadsheetAndKeepsNegativeNumbers() throws IOException {
    CSVRecord correction = csv(RecordFilter.of(NOVEMBER)).get(1);
    assertThat(correction.get("reason"))
        .isEqualTo("'=HYPERLINK(\"http://evil\"), \"quoted\", and more");
    assertThat(correction.get("amount")).isEqualTo("-500");
    assertThat(correction.get("reference")).isEqualTo("-1");
  }

  @Test
  void noCellOfAnExportRunsWhateverNamesAre() throws IOException {
    List<String> starts = List.of("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−");
    Map<String, Integer> seen = new HashMap<>();
    for (String start : starts) {
      String facility = start + "1+cmd|'/C calc'!A0";
      books = new Books(database).at("2026-11-21T12:00:00");
      hostileMonth(facility, facility + "-1");
      for (TextForm form : TextForm.values()) {
        for (CSVRecord line : parsed(bytes(RecordFilter.of(NOVEMBER), form), form)) {
          line.toMap()
              .forEach(
                  (column, cell) -> {
                    assertThat(cell)
                        .as("%s of %s", column, form)
                        .satisfiesAnyOf(
                            c -> assertThat(c).isEmpty(),
                            c -> assertThat(c).matches("-?[0-9.]+"),
                            c -> assertThat("=+-@\t\r\n＝＋－＠").doesNotContain(c.substring(0, 1)));
                    if (cell.startsWith("'")) {
                      seen.merge(column, 1, Integer::sum);
                    }
                  });
        }
      }
    }
    assertThat(seen.keySet())
        .contains(
            "facility",
            "contract",
            "object",
            "study",
            "ae",
            "rule",
            "reason",
            "reference",
            "item",
            "recorded_by");
  }

  private void hostileMonth(String facility, String contract) {
    Money yen = Money.ofMajor(CurrencyUnit.JPY, 10);
    String name = facility.charAt(0) < ' ' ? "=" + facility.strip() : facility; // as terms have it
    books.agree(
        contract,
        TestTerms.of("2026-11-01", "2027-10-31", PeriodCourse.MONTHLY, BackupUnit.PATIENT, yen)
            .services(List.of(new ServiceTerms(name, ServiceKind.PRINT, yen)))
            .build());
    Instant at = Instant.parse("2026-11-10T01:00:00Z");
    ContractClause clause = new ContractClause(contract, 1);
    StudyUsage usage =
        new StudyUsage(
            facility,
            facility,
            facility,
            1,
            1,
            at,
            at,
            start(facility),
            clause,
            facility,
            SecondCopy.NONE);
    database.run(tx -> books.ledger.recordStudy(tx, usage));
    books.ledger.bill(new ServiceOrder(facility, name, 1, name, name), facility);
    books.ledger.correct(new Correction(facility, clause, yen, name, name), facility);
    books.close("2026-11");
  }

  private static String start(String facility) {
    return facility.substring(0, 8);
  }

  private static List<CSVRecord> parsed(byte[] bytes, TextForm form) throws IOException {
    String text =
        new String(bytes, Charset.forName(form == TextForm.SHIFT_JIS ? "windows-31j" : "UTF-8"));
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text))
        .getRecords();
  }

  @Test
  void jsonSaysTheSameWithAmountsAsTexts() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    books.ledger.exportJson(NOVEMBER, RecordFilter.of(NOVEMBER), out);
    JsonNode json = new ObjectMapper().readTree(out.toByteArray());
    assertThat(json.path("closed").booleanValue()).isTrue();
    assertThat(json.at("/statements/0/total").textValue()).isEqualTo("9500");
    assertThat(json.path("records")).hasSize(3);
    assertThat(json.at("/records/2/amount").textValue()).isEqualTo("10000");
    assertThat(json.at("/records/2/periodUntil").textValue()).isEqualTo("2027-10-31");
  }

  @Test
  void anOtherFacilitysRecordsAreInNoExportOfThisOne() throws IOException {
    RecordFilter other =
        new RecordFilter(
            Optional.of(NOVEMBER), Optional.of("other"), Optional.empty(), 0, Ledger.PAGE);
    assertThat(csv(other)).isEmpty();
  }

  @Test
  void noPatientIdIsExportedUnlessTheContractsUnitIsThePatient() throws IOException {
    assertThat(text(RecordFilter.of(NOVEMBER))).doesNotContain("P1");
  }

  @Test
  void theDocumentDescribesEachColumnInItsOrder() throws IOException {
    Path document = Path.of(System.getProperty("hokan.root"), "archive-server/docs/billing-csv.md");
    List<String> described =
        Files.readAllLines(document).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();
    assertThat(described).isEqualTo(CsvExport.columns());
  }

  @Test
  void shiftJisHasJapaneseAsSpreadsheetsReadItAndSaysWhatItLacks() throws IOException {
    books.at("2026-12-01T12:00:00");
    books.ledger.correct(
        new Correction(
            "demo",
            new ContractClause("demo-1", 1),
            Money.ofMajor(CurrencyUnit.JPY, -1),
            "髙橋様 10〜20 − \uD83D\uDE00",
            "a call"),
        "admin");
    byte[] bytes = bytes(RecordFilter.of(YearMonth.of(2026, 12)), TextForm.SHIFT_JIS);
    assertThat(new String(bytes, Charset.forName("windows-31j"))).contains("髙橋様 10～20 － 〓");
  }

  @Test
  void utf8IsMarkedWhereASpreadsheetProgramIsToKnowIt() throws IOException {
    RecordFilter filter = RecordFilter.of(NOVEMBER);
    byte[] marked = bytes(filter, TextForm.UTF_8_BOM);
    assertThat(new String(marked, StandardCharsets.UTF_8)).isEqualTo("\uFEFF" + text(filter));
  }

  private byte[] bytes(RecordFilter filter, TextForm form) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    books.ledger.exportCsv(filter, form, out);
    return out.toByteArray();
  }

  private String text(RecordFilter filter) throws IOException {
    return new String(bytes(filter, TextForm.UTF_8), StandardCharsets.UTF_8);
  }

  private List<CSVRecord> csv(RecordFilter filter) throws IOException {
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(new StringReader(text(filter)))
        .getRecords();
  }
}
