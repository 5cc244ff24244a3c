package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsFormTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path DOCUMENT = Path.of("docs/contracts.md");

  private static final String SMALL =
      """
      {"from":"2026-01-01","until":"2026-12-31","currency":"JPY","capacity":"1TB",
       "units":[{"course":"ANNUAL","unitRate":"1000"}]}
      """;

  @Test
  void whatIsLeftOutComesFromTheTariffAndIsWrittenDown() throws IOException {
    ContractTerms terms = read(SMALL);
    assertThat(terms.parties()).isEqualTo(new Parties("Provider", "Hospital"));
    assertThat(terms.backups())
        .containsExactly(
            BackupTerms.of(
                    BackupUnit.FACILITY,
                    TestTerms.price(PeriodCourse.ANNUAL, Money.parse("JPY 1000")))
                .build());
    assertThat(TermsForm.write(terms).at("/units/0/points").asInt()).isEqualTo(10);
    assertThat(TermsForm.read(TermsForm.text(terms))).isEqualTo(terms);
  }

  @ParameterizedTest
  @CsvSource({"JPY,,JP", "EUR,,NONE", "EUR,JP,JP", "JPY,NONE,NONE"})
  void theTariffsTaxOfJapanIsTakenForYenOnlyUnlessTheTermsSayIt(
      String currency, String said, BillingTerms.Tax taken) throws IOException {
    ContractSettings usual = TestTerms.settings(ZoneOffset.UTC);
    ContractSettings japan =
        new ContractSettings(
            usual.provider(),
            usual.timeZone(),
            usual.tariff(),
            new BillingTerms(
                BillingTerms.PartPeriods.WHOLE, RoundingMode.DOWN, BillingTerms.Tax.JP),
            usual.reminders(),
            usual.capacityMarks());
    ObjectNode json = (ObjectNode) JSON.readTree(SMALL);
    json.put("currency", currency);
    if (said != null) {
      json.putObject("billing").put("tax", said);
    }
    assertThat(TermsForm.read(json, "Hospital", japan).billing().tax()).isEqualTo(taken);
  }

  @Test
  void allPartsThatAreWrongAreToldAtOnce() {
    assertThatThrownBy(() -> read("{\"until\":\"soon\",\"currency\":\"JPY\",\"units\":[{},{}]}"))
        .hasMessageContainingAll(
            "capacity: missing",
            "from: missing",
            "until: \"soon\"",
            "units[0].course: missing",
            "units[1].course: missing");
  }

  @Test
  void noCapacityAtAllIsRefusedAsZero() {
    assertThatThrownBy(() -> read(SMALL.replace("1TB", "0B")))
        .hasMessage(
            "capacity: \"0B\" (expected: a size above zero with its unit, such as 500GB, 1.5TB or 64GiB)");
  }

  @Test
  void theExampleInTheDocumentIsReadWithAllThatItSays() throws IOException {
    Matcher example =
        Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
    assertThat(example.find()).isTrue();
    ContractTerms terms =
        TermsForm.read(
            YAML.readTree(example.group(1)), "Hospital", TestTerms.settings(ZoneOffset.UTC));
    assertThat(TermsForm.read(TermsForm.text(terms))).isEqualTo(terms);
    ObjectNode written = TermsForm.write(terms);
    assertThat(fields(written))
        .allSatisfy(field -> assertThat(example.group(1)).as(field).contains(field + ":"));
    assertThat(terms.backups()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/from | \"2026-13-01\" | from: \"2026-13-01\" (expected: a date such as 2026-01-31)",
        "/until | \"2025-12-31\" | contract: until 2025-12-31 is before from 2026-01-01 (expected: the last day, not before the first)",
        "/currency | \"YEN\" | currency: \"YEN\" (expected: a code such as JPY or EUR)",
        "/currency | \"XXX\" | currency: \"XXX\" (expected: a code such as JPY or EUR)",
        "/units | [{\"unit\":\"PATIENT\",\"course\":\"ANNUAL\",\"unitRate\":1,\"patients\":[123]}] | units[0].patients[0]: no text (expected: one, in quotes;",
        "/capacity | \"-1GB\" | capacity: \"-1GB\" (expected: a size above zero with its unit, such as 500GB, 1.5TB or 64GiB)",
        "/units | [] | units: none (expected: at least one)",
        "/units | {} | units: no list (expected: one)",
        "/units/0/unitRate | \"0.5\" | units[0].unitRate: \"0.5\" (expected: an amount of JPY with at most 0 decimals)",
        "/units/0/unitRate | \"-1\" | units[0].unitRate: JPY -1 (expected: not negative, at most 1000000000)",
        "/units/0/unitRate | 1e99 | units[0].unitRate: JPY 1000",
        "/units/0/course | \"WEEKLY\" | units[0].course: \"WEEKLY\" (expected: one of the tariff: ANNUAL, MONTHLY, QUARTERLY; or its months and points beside it)",
        "/units/0/unit | \"WARD\" | units[0].unit: \"WARD\" (expected: one of FACILITY, PATIENT, STUDY)",
        "/units/0/patients | [\"P1\"] | units[0].patients: 1 with unit FACILITY (expected: none; chosen patients are unit PATIENT, chosen exams unit STUDY)",
        "/units/0/timing | \"NIGHTLY\" | units[0].timing: 'NIGHTLY' (expected: IMMEDIATE, PER_EXAM, or NIGHTLY with its hour, such as NIGHTLY 02:00)",
        "/units/0/compression | \"lossy\" | units[0].compression: 'lossy' (expected: none, lossless, or lossy with the name of its quality, such as lossy:near-3)",
        "/units/0/lossyUids | \"KEEP\" | units[0].lossyUids, originalKept: with compression lossless (expected: only with lossy)",
        "/units/0/retention | \"10 years\" | units[0].retention: \"10 years\" (expected: such as 10y, 6m, 2w or 30d, at most 1000 years)",
        "/units/0/copies | {\"number\":2} | units[0].copies.number: 2 with storage class ECONOMY (expected: 1, kept once)",
        "/units/0/media | {\"kind\":\"BD-R\",\"every\":\"6m\"} | units[0].media: BD-R with storage class ECONOMY (expected: none, or storage class DELUXE)",
        "/units/0/until | \"2027-01-01\" | unit FACILITY: until 2027-01-01 (expected: within 2026-01-01 to 2026-12-31)",
        "/overage | {\"step\":\"1GB\"} | overage.price: missing (expected: an amount)",
        "/services | [{\"name\":\"x\",\"price\":1},{\"name\":\"x\",\"price\":2}] | services: 2 with 1 names (expected: at most 50, each name once)",
        "/billing | {\"tax\":\"VAT\"} | billing.tax: \"VAT\" (expected: one of NONE, JP)",
        "/capacty | \"1GB\" | capacty: unknown (expected: some of parties, from,"
      })
  void whatDoesNotFitIsRefusedWithItsPlaceAndWhatIsExpected(
      String place, String value, String message) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(SMALL);
    String parent = place.substring(0, place.lastIndexOf('/'));
    String field = place.substring(place.lastIndexOf('/') + 1);
    ((ObjectNode) json.at(parent)).set(field, JSON.readTree(value));
    assertThatThrownBy(() -> read(json.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aRefusalNeverNamesAPatient() {
    String secret = "Yamada^Taro".repeat(10);
    String json =
        SMALL.replace(
            "\"course\"", "\"unit\":\"PATIENT\",\"patients\":[\"" + secret + "\"],\"course\"");
    assertThatThrownBy(() -> read(json))
        .hasMessage(
            "units[0].patients: 110 characters (expected: 1 to 64 on one line, no space at its ends)");
  }

  @Test
  void aDifferenceNamesThePlaceAndBothValues() throws IOException {
    ContractTerms dearer = read(SMALL.replace("\"1000\"", "\"1100\"").replace("1TB", "2TB"));
    assertThat(TermsDiff.between(read(SMALL), dearer))
        .containsExactly(
            new TermsDiff.Difference("capacity", "1TB", "2TB"),
            new TermsDiff.Difference("units.FACILITY.unitRate", "1000", "1100"));
    assertThat(TermsDiff.between(dearer, dearer)).isEmpty();
  }

  private static Set<String> fields(JsonNode json) {
    Set<String> fields = new TreeSet<>();
    json.fieldNames().forEachRemaining(fields::add);
    json.forEach(child -> fields.addAll(fields(child)));
    return fields;
  }

  private static ContractTerms read(String json) throws IOException {
    return TermsForm.read(JSON.readTree(json), "Hospital", TestTerms.settings(ZoneOffset.UTC));
  }
}
