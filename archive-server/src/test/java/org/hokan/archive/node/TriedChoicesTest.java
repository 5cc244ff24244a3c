package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rules that choose for units of chosen objects, tried on what came. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TriedChoicesTest {
  private static final String TERMS =
      """
      {"from": "2020-01-01", "until": "2099-12-31", "currency": "JPY", "capacity": "1GB",
       "units": [%s
                 {"unit": "PATIENT", "course": "MONTHLY", "unitRate": 50, "chosen": true},
                 {"unit": "STUDY", "course": "MONTHLY", "unitRate": 7, "chosen": true}]}
      """;

  private LiveNode node;

  @BeforeAll
  void startNodeAndSend() throws IOException {
    node = LiveNode.start("billing.quiet-time=0s");
    admit("c", "CHOOSER", "");
    admit("f", "KEEPER", "{\"unit\": \"FACILITY\", \"course\": \"MONTHLY\", \"unitRate\": 1000},");
    Objects.send(node, "CHOOSER", "2.25.711", "A", 3);
    Objects.send(node, "KEEPER", "2.25.721", "B", 2);
    Objects.send(node, "KEEPER", "2.25.722", "B", 1);
    await()
        .untilAsserted(
            () ->
                assertThat(node.hokan("billing", "records", "--json").done())
                    .contains("2.25.721", "2.25.722"));
  }

  @AfterAll
  void stopNode() throws IOException {
    node.close();
  }

  private void admit(String facility, String ae, String unit) throws IOException {
    node.hokan("facility", "add", facility, "--name", facility, "--issuer", facility).done();
    Path terms = node.folder("files").resolve(facility + ".json");
    Files.writeString(terms, TERMS.formatted(unit));
    node.hokan("contract", "add", "--facility", facility, "--file", terms.toString()).done();
    node.addAe(ae, facility, "store");
  }

  @Test
  void whatTheContractDidNotSelectIsTakenWhereARuleWouldHaveChosenIt() throws IOException {
    String[] rule = {"--when", "patient_id == 'A'", "--then", "backup=STUDY"};
    JsonNode tried = tried("CHOOSER", rule);
    assertThat(tried.at("/changes/0/was").asText()).as("%s", tried).isEqualTo("refuse");
    assertThat(tried.at("/changes/0/instances").asInt()).isEqualTo(3);
    assertThat(tried.at("/bytesTaken").asLong()).isPositive();
    assertThat(money(tried)).containsExactly("1 x first period of an examination (MONTHLY), 7");
    String month = YearMonth.now(ZoneOffset.UTC).toString();
    JsonNode simulated =
        json(with(rule, "contract", "simulate", "c-1", "--months", month, "--ae", "CHOOSER"));
    assertThat(simulated.at("/would/months/0/images").asInt())
        .as("as the simulation says")
        .isEqualTo(3);
  }

  @Test
  void whatTheContractWouldStillNotSelectStaysAsItIs() throws IOException {
    for (String then : List.of("copies=2", "quarantine", "refuse")) {
      assertThat(tried("CHOOSER", "--when", "true", "--then", then).path("changes")).isEmpty();
    }
  }

  @Test
  void anExamThatIsNotChosenHasNoPeriodThatARefusalWouldSave() throws IOException {
    JsonNode tried = tried("KEEPER", "--when", "study == '2.25.721'", "--then", "refuse");
    assertThat(tried.at("/changes/0/instances").asInt()).isEqualTo(2);
    assertThat(money(tried)).isEmpty();
  }

  @Test
  void aRuleThatChoosesWhatIsKeptShowsThePeriodsThatItWouldBegin() throws IOException {
    assertThat(money(tried("KEEPER", "--when", "true", "--then", "backup=STUDY")))
        .containsExactly("2 x first period of an examination (MONTHLY), 14");
    assertThat(money(tried("KEEPER", "--when", "true", "--then", "backup=PATIENT")))
        .as("two exams of one patient")
        .containsExactly("1 x first period of a patient (MONTHLY), 50");
  }

  @Test
  void theInstancesThatWouldBeDecidedOtherwiseAreListedWhenAskedFor() throws IOException {
    String[] rule = {"--when", "true", "--then", "refuse"};
    assertThat(tried("KEEPER", rule).has("listed")).isFalse();
    JsonNode two = tried("KEEPER", with(new String[] {"--list", "2"}, rule));
    assertThat(two.path("listed")).hasSize(2);
    assertThat(two.path("unlisted").asInt()).isEqualTo(1);
    assertThat(
            tried("KEEPER", with(new String[] {"--list"}, rule))
                .path("listed")
                .findValuesAsText("instance"))
        .containsExactlyInAnyOrder("2.25.721.1.1", "2.25.721.1.2", "2.25.722.1.1");
    assertThat(node.hokan(with(rule, "rule", "dry-run", "--ae", "KEEPER", "--list", "1")).done())
        .containsPattern("2\\.25\\.72\\d\\.1\\.\\d +2\\.25\\.72\\d +storage-class=ECONOMY +refuse")
        .contains("Not listed: 2 more");
    assertThat(node.hokan(with(rule, "rule", "dry-run", "--ae", "KEEPER", "--list", "10001")).err())
        .contains("list: 10001 (expected: 0 to 10000)");
  }

  private static List<String> money(JsonNode tried) {
    return Stream.of(tried.path("money"))
        .flatMap(all -> all.findParents("what").stream())
        .map(
            cost ->
                "%d x %s, %s"
                    .formatted(
                        cost.path("times").asLong(),
                        cost.path("what").asText(),
                        cost.path("amount").asText()))
        .toList();
  }

  private JsonNode tried(String ae, String... rule) throws IOException {
    return json(with(rule, "rule", "dry-run", "--ae", ae));
  }

  private JsonNode json(String... command) throws IOException {
    return new ObjectMapper().readTree(node.hokan(with(new String[] {"--json"}, command)).done());
  }

  /** The command with these behind. */
  private static String[] with(String[] options, String... command) {
    return Stream.of(command, options).flatMap(Stream::of).toArray(String[]::new);
  }
}
