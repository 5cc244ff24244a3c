package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Other storage rules on what was kept, kept aside and refused, by the commands of an operator. */
@OnEachDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TriedRulesTest {
  private static final String TERMS =
      """
      {"from": "2020-01-01", "until": "2099-12-31", "currency": "JPY", "capacity": "1GB",
       "billing": {"partPeriods": "WHOLE"},
       "units": [{"unit": "FACILITY", "course": "MONTHLY", "unitRate": 1000},
                 {"unit": "STUDY", "course": "MONTHLY", "unitRate": 10}],
       "services": [{"name": "3D model", "kind": "PROCESSING", "price": 700},
                    {"name": "second copy", "kind": "COPY", "price": 30}]}
      """;

  private static final String OTHERS =
      """
      - {name: aside, order: 10, remove: true}
      - {name: never, order: 20, remove: true}
      - {name: no-a, order: 30, when: "patient_id == 'A'", then: refuse}
      - {name: twice, order: 40, when: "patient_id == 'B'", then: "copies=2,bill=3D model"}
      """;

  private final String month = YearMonth.now(ZoneOffset.UTC).toString();
  @Parameter private TestDatabase on;
  private LiveNode node;
  private Path others;

  @BeforeParameterizedClassInvocation
  void startNodeAndSend() throws IOException {
    node = LiveNode.start(on, "billing.quiet-time=0s");
    node.admitUnder(TERMS);
    others = node.folder("files").resolve("others.yaml");
    Files.writeString(others, OTHERS);
    node.addAe("ENDO", "h", "store");
    rule("aside", "patient_id == 'Q'", "quarantine", "10");
    rule("never", "patient_id == 'R' && rows == 16", "refuse", "20");
    send("2.25.701", "A", 3);
    send("2.25.702", "B", 2);
    send("2.25.703", "Q", 2);
    send("2.25.704", "R", 4);
    await()
        .untilAsserted(
            () ->
                assertThat(node.hokan("billing", "records", "--json").done())
                    .contains("2.25.701", "2.25.702"));
  }

  @AfterParameterizedClassInvocation
  void stopNode() throws IOException {
    node.close();
  }

  @Test
  void theRulesThatDecidedComeToWhatWas() throws IOException {
    JsonNode same = simulated("--rules-on", LocalDate.now(ZoneOffset.UTC).toString());
    assertThat(same.path("would").path("months")).isEqualTo(same.path("was").path("months"));
    assertThat(same.path("would").path("refused")).isEmpty();
    assertThat(same.path("was").path("leftOut"))
        .as("both: %s", same)
        .hasSize(2)
        .isEqualTo(same.path("would").path("leftOut"));
  }

  @Test
  void otherRulesRefuseTakeCopyAndBillInTheSimulation() throws IOException {
    JsonNode found = simulated("--rules", others.toString(), "--ae", "ENDO");
    JsonNode was = found.path("was").path("months").get(0);
    JsonNode would = found.path("would").path("months").get(0);
    assertThat(was.path("images").asInt()).isEqualTo(5);
    assertThat(was.path("exams").asInt()).isEqualTo(2);
    assertThat(would.path("images").asInt()).as("%s", found).isEqualTo(2 + 2 + 4);
    assertThat(would.path("exams").asInt()).isEqualTo(3);
    assertThat(found.at("/would/refused/RULE/exams").asInt()).isEqualTo(1);
    assertThat(found.at("/would/refused/RULE/images").asInt()).isEqualTo(3);
    assertThat(found.at("/would/leftOut")).hasSize(1);
    assertThat(found.at("/would/leftOut/0/rule").asText()).isEqualTo("no-a");
    assertThat(found.at("/would/leftOut/0/sopName").asText())
        .isEqualTo("Secondary Capture Image Storage");
    assertThat(would.at("/charges/copy").asText()).isEqualTo("30");
    assertThat(would.at("/charges/processing").asText()).isEqualTo("700");
    assertThat(found.at("/would/items").findValuesAsText("name"))
        .containsExactly("3D model", "second copy");
    int more = would.path("net").asInt() - was.path("net").asInt();
    assertThat(more).as("a study more, a copy, a service").isEqualTo(10 + 30 + 700);
    String[] printed = {
      "contract", "simulate", "h-1", "--months", month, "--rules", others.toString(), "--ae", "ENDO"
    };
    assertThat(node.hokan(printed).done())
        .contains("not taken, RULE no-a: 3 images of Secondary Capture Image Storage")
        .contains("charged, processing: 1 x 3D model, 700 JPY")
        .contains("kept aside, RULE aside: 2 images");
  }

  @Test
  void aDryRunShowsWhatWouldBeTakenThatWasNot() throws IOException {
    assertThat(node.hokan("rule", "dry-run", "--ae", "ENDO", "--rules", others.toString()).done())
        .containsPattern("4 +1 +[0-9.]+ kB +refuse +storage-class=ECONOMY")
        .containsPattern("2 +1 +[0-9.]+ kB +quarantine +storage-class=ECONOMY")
        .containsPattern("3 +1 +[0-9.]+ kB +storage-class=ECONOMY +refuse")
        .contains("Kept in addition: ")
        .containsPattern("first period of an examination .MONTHLY. +1 +10 +10 +JPY")
        .contains("2 instances in quarantine and 4 that were refused are among them");
  }

  @Test
  void whatYamlWouldTakeForATruthValueIsTheTextThatItIsInARule() throws IOException {
    Path file = node.folder("files").resolve("words.yaml");
    Files.writeString(
        file,
        """
        - {name: no, order: 1, when: "patient_id == 'A'", then: refuse}
        - {name: yes, order: 2, when: true, then: accept}
        """);
    assertThat(node.hokan("rule", "dry-run", "--ae", "ENDO", "--rules", file.toString()).done())
        .containsPattern("3 +1 +[0-9.]+ kB +storage-class=ECONOMY +refuse")
        .containsPattern("4 +1 +[0-9.]+ kB +refuse +storage-class=ECONOMY");
    Files.writeString(file, "- {name: [no], order: 1, when: true, then: refuse}\n");
    assertThat(node.hokan("rule", "dry-run", "--ae", "ENDO", "--rules", file.toString()).err())
        .contains("name: no text (expected: a text, in quotes)");
  }

  @Test
  void aRuleFileWithoutEndIsRefused() throws IOException {
    Path file = node.folder("files").resolve("endless.yaml");
    Files.writeString(
        file, "- {name: a, order: 1, then: refuse, when: \"" + "x".repeat(999_000) + "\"}");
    assertThat(node.hokan("rule", "dry-run", "--ae", "ENDO", "--rules", file.toString()).err())
        .contains("when: 999000 characters (expected: at most 2000)");
    Files.writeString(file, "x".repeat(1_000_001));
    assertThat(node.hokan("rule", "dry-run", "--ae", "ENDO", "--rules", file.toString()).err())
        .contains("at most 1 MB");
  }

  @Test
  void rulesOfAForeignSenderAndRulesForTheFutureAreRefused() {
    node.hokan("facility", "add", "other", "--name", "Other", "--issuer", "O").done();
    node.addAe("FOREIGN", "other", "store");
    String[] foreign = {
      "contract",
      "simulate",
      "h-1",
      "--months",
      month,
      "--rules",
      others.toString(),
      "--ae",
      "FOREIGN"
    };
    assertThat(node.hokan(foreign).err()).contains("FOREIGN is of facility other");
    String[] nobody = {
      "contract", "simulate", "h-1", "--months", month, "--rules", others.toString()
    };
    assertThat(node.hokan(nobody).err()).contains("one without ae");
    String[] none = {"contract", "simulate", "h-1", "--months", month, "--staged"};
    assertThat(node.hokan(none).err()).contains("has no such ones");
  }

  @Test
  void aDryRunAndASimulationTakeTheSameOptions() throws IOException {
    String[] old = {"rule", "dry-run", "--ae", "ENDO", "--file", others.toString()};
    assertThat(node.hokan(old).done()).as("its name of before").contains("Kept in addition: ");
    String[] one = {
      "--ae", "ENDO", "--name", "no-b", "--when", "patient_id == 'B'", "--then", "refuse"
    };
    assertThat(node.hokan(with(one, "rule", "dry-run")).done()).contains("Not kept: ");
    assertThat(simulated(one).at("/would/refused/RULE/images").asInt()).isEqualTo(2);
    assertThat(node.hokan("rule", "dry-run", "--ae", "ENDO").err()).contains("--rules");
    for (String[] help : List.of(with(one, "rule", "dry-run"), with(one, "contract", "simulate"))) {
      assertThat(node.hokan(help[0], help[1], "--help").done())
          .contains("--rules", "--staged", "--read", "--name", "--when", "--then", "--order")
          .contains("Examples:");
    }
  }

  private static String[] with(String[] options, String... command) {
    return Stream.of(command, options).flatMap(Stream::of).toArray(String[]::new);
  }

  private JsonNode simulated(String... options) throws IOException {
    String[] command = new String[options.length + 6];
    List<String> begin = List.of("contract", "simulate", "h-1", "--months", month, "--json");
    for (int i = 0; i < begin.size(); i++) {
      command[i] = begin.get(i);
    }
    System.arraycopy(options, 0, command, begin.size(), options.length);
    return new ObjectMapper().readTree(node.hokan(command).done());
  }

  private void rule(String name, String when, String then, String order) {
    String[] add = {
      "rule", "add", "--ae", "ENDO", "--name", name, "--when", when, "--then", then, "--order",
      order
    };
    node.hokan(add).done();
  }

  private void send(String study, String patient, int pictures) throws IOException {
    Objects.send(node, "ENDO", study, patient, pictures);
  }
}
