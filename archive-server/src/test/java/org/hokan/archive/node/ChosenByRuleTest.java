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
import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.net.dimse.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Images that a rule chooses as they come in: over the wire, in the list, and on the statement. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChosenByRuleTest {
  private static final String TERMS =
      """
      {"from": "2020-01-01", "until": "2099-12-31", "currency": "JPY", "capacity": "1GB",
       "billing": {"partPeriods": "WHOLE", "tax": "NONE"},
       "units": [{"unit": "PATIENT", "course": "MONTHLY", "unitRate": 50, "chosen": true},
                 {"unit": "STUDY", "course": "MONTHLY", "unitRate": 7, "chosen": true}]}
      """;

  private final String month = YearMonth.now(ZoneOffset.UTC).toString();
  private LiveNode node;

  @BeforeAll
  void startNode() throws IOException {
    node = LiveNode.start("billing.quiet-time=0s");
    node.admitUnder(TERMS);
    node.addAe("ENDO", "h", "store");
    rule("patients", "patient_id == 'P'", "backup=PATIENT", "10");
    rule("exams", "patient_id == 'S'", "backup=STUDY", "20");
  }

  @AfterAll
  void stopNode() throws IOException {
    node.close();
  }

  private void rule(String name, String when, String then, String order) {
    String[] add = {
      "rule", "add", "--ae", "ENDO", "--name", name, "--when", when, "--then", then, "--order",
      order
    };
    node.hokan(add).done();
  }

  @Test
  @Order(1)
  void whatARuleChoosesIsTakenInAndListedWithItsRuleAndCountsAndTheRestIsRefused()
      throws IOException {
    assertThat(Objects.send(node, "ENDO", "2.25.801", "P", 3)).containsOnly(Outcome.SUCCESS);
    assertThat(Objects.send(node, "ENDO", "2.25.802", "P", 1)).containsOnly(Outcome.SUCCESS);
    assertThat(Objects.send(node, "ENDO", "2.25.803", "S", 2)).containsOnly(Outcome.SUCCESS);
    assertThat(Objects.send(node, "ENDO", "2.25.804", "N", 1)).doesNotContain(Outcome.SUCCESS);

    await()
        .untilAsserted(
            () ->
                assertThat(listed())
                    .containsExactlyInAnyOrder(
                        "PATIENT P: 2 exams, 4 images, ENDO/patients@1",
                        "STUDY 2.25.803: 1 exams, 2 images, ENDO/exams@1"));
  }

  private List<String> listed() throws IOException {
    List<String> lines = new ArrayList<>();
    for (JsonNode item : json("backup", "list", "h-1", "--json")) {
      lines.add(
          "%s %s: %d exams, %d images, %s"
              .formatted(
                  item.path("unit").asText(),
                  item.path("shown").asText(),
                  item.path("studies").asInt(),
                  item.path("images").asInt(),
                  item.path("rule").asText()));
    }
    return lines;
  }

  @Test
  @Order(2)
  void aSimulationOfOtherRulesChoosesWhatTheyWouldHaveChosen() throws IOException {
    await()
        .untilAsserted(
            () ->
                assertThat(node.hokan("billing", "records", "--json").done())
                    .contains("2.25.801", "2.25.802", "2.25.803"));
    Path file = node.folder("files").resolve("others.yaml");
    Files.writeString(
        file,
        """
        - {name: patients, order: 10, when: "patient_id == 'P'", then: "backup=PATIENT,backup=STUDY"}
        - {name: exams, order: 20, when: "patient_id == 'S'", then: "backup=STUDY"}
        """);
    JsonNode found =
        json(
            "contract",
            "simulate",
            "h-1",
            "--months",
            month,
            "--json",
            "--rules",
            file.toString(),
            "--ae",
            "ENDO");
    int was = found.at("/was/months/0/net").asInt();
    int would = found.at("/would/months/0/net").asInt();
    assertThat(was).as("%s", found).isEqualTo(50 + 7);
    assertThat(would).as("two exams of the patient besides").isEqualTo(50 + 3 * 7);
  }

  @Test
  @Order(3)
  void theCloseBillsEachChosenObjectWithALineOfItsOwn() throws IOException {
    node.hokan("billing", "close", "--month", month, "--yes").done();
    String number = month.replace("-", "") + "-0001";
    Path file = node.folder("files").resolve("invoice.json");
    node.hokan("billing", "invoice", number, "--format", "json", "--out", file.toString()).done();
    List<String> lines = new ArrayList<>();
    for (JsonNode line : new ObjectMapper().readTree(file.toFile()).path("lines")) {
      lines.add(
          line.path("unit").asText()
              + " "
              + line.path("object").asText()
              + " "
              + line.path("amount").asText());
    }
    assertThat(lines).contains("PATIENT P 50", "STUDY 2.25.803 7").hasSize(2);
    assertThat(node.hokan("billing", "verify").status()).isZero();
  }

  private JsonNode json(String... command) throws IOException {
    return new ObjectMapper().readTree(node.hokan(command).done());
  }
}
