package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The story of a study or an image is whole: what is of its patient, cut off, aside, or gone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoryTest {
  private static final String TERMS =
      """
      {"from": "2020-01-01", "until": "2099-12-31", "currency": "JPY", "capacity": "1GB",
       "units": [{"unit": "FACILITY", "course": "ANNUAL", "unitRate": 1000},
                 {"unit": "PATIENT", "course": "ANNUAL", "unitRate": 100, "chosen": true,
                  "storageClass": "DELUXE", "retention": "10y"}],
       "services": [{"name": "3D model", "kind": "PROCESSING", "price": 700},
                    {"name": "print", "kind": "PROCESSING", "price": 50}]}
      """;

  private LiveNode node;

  @BeforeAll
  void startNode() throws IOException {
    node = LiveNode.start("billing.quiet-time=0s");
    node.admitUnder(TERMS);
    node.addAe("ENDO", "h", "store,query,retrieve");
  }

  @AfterAll
  void stopNode() throws IOException {
    node.close();
  }

  @Test
  void aHoldOnThePatientIsInTheStoryOfItsStudyAndInHowLongItIsKept() throws IOException {
    keep("2.25.701", "HELD");
    hold("--patient", "HELD", "claim");
    hold("--study", "2.25.701", "dispute");

    assertThat(explain("2.25.701"))
        .containsPattern("On hold since 20[-0-9: ]+\\(hold 1, of its patient: claim\\)")
        .containsPattern("On hold since 20[-0-9: ]+\\(hold 2, of the study: dispute\\)")
        .contains("not destroyed before it is lifted")
        .contains("hold.add by");
    node.hokan("hold", "release", "1", "--reason", "settled", "--signed-by", "K. Sato").done();
    assertThat(explain("2.25.701"))
        .doesNotContain("(hold 1,")
        .contains("hold.release by")
        .contains("(hold 2,");
  }

  @Test
  void whatIsChosenWithThePatientAndWhichUnitsDecideIsInTheStory() throws IOException {
    node.hokan("backup", "add", "h-1", "--patient", "CHOSEN").done();
    keep("2.25.702", "CHOSEN");
    keep("2.25.703", "OTHER");

    assertThat(explain("2.25.702"))
        .contains("backup.add by")
        .contains("Covered by units FACILITY and PATIENT.")
        .contains("Storage class DELUXE by unit PATIENT; copies: 2 by unit PATIENT;")
        .contains("retention: as long as the contract by unit FACILITY, 10y by unit PATIENT");
    assertThat(explain("2.25.703"))
        .doesNotContain("backup.add by")
        .contains("Covered by unit FACILITY.")
        .contains("Storage class ECONOMY by unit FACILITY; copies: 1 by unit FACILITY;");
  }

  @Test
  void aPatientWhoseIdIsJapaneseIsFoundAmongTheChosen() throws IOException {
    node.hokan("backup", "add", "h-1", "--patient", "患者1").done();
    keep("2.25.790", "患者1");
    assertThat(explain("2.25.790")).contains("Covered by units FACILITY and PATIENT.");
  }

  @Test
  void whatIsCutOffIsSaidAndTheSumIsOfAllCharges() throws IOException {
    rule("paid", "patient_id == 'PAID'", "bill=3D model,notify=look", 1);
    keep("2.25.704", "PAID");
    await().untilAsserted(() -> assertThat(explain("2.25.704")).contains("PROCESSING 3D model"));
    assertThat(explain("2.25.704", "--limit", "1"))
        .contains("Sum of all 2 charges: 700 JPY")
        .contains("only the first 1 of 2 charges: all with --limit 2")
        .containsPattern("only the latest 1 of \\d+ events of the audit trail: all with --limit");
    assertThat(explain("2.25.704"))
        .contains("Sum of all 2 charges: 700 JPY")
        .doesNotContain("only the");
  }

  @Test
  void whatWaitsInQuarantineOrWasRefusedHasAStory() throws IOException {
    rule("aside", "patient_id == 'ASIDE'", "quarantine", 2);
    rule("not", "patient_id == 'NOT'", "refuse", 3);
    Objects.send(node, "ENDO", "2.25.706", "ASIDE", 1);
    Objects.send(node, "ENDO", "2.25.707", "NOT", 1);
    for (String uid : List.of("2.25.706", "2.25.706.1.1")) {
      assertThat(explain(uid))
          .containsPattern("In quarantine since 20[-0-9: ]+\\(number \\d+\\): 2.25.706.1.1,")
          .contains("sent by ENDO (127.0.0.1): Kept aside by rule aside.")
          .contains("By rule aside version 1, under contract h-1 version 1.")
          .doesNotContain("Kept until");
    }
    for (String uid : List.of("2.25.707", "2.25.707.1.1")) {
      assertThat(explain(uid))
          .containsPattern("Refused 20[-0-9: ]+: 2.25.707.1.1, sent by ENDO \\(127.0.0.1\\):")
          .contains("by rule not version 1.")
          .contains("Nothing is recorded.");
    }
  }

  private void hold(String what, String key, String reason) {
    String[] add = {
      "hold", "add", "--facility", "h", what, key, "--reason", reason, "--signed-by", "K. Sato"
    };
    node.hokan(add).done();
  }

  private void rule(String name, String when, String then, int order) {
    node.hokan(
            "rule",
            "add",
            "--ae",
            "ENDO",
            "--name",
            name,
            "--when",
            when,
            "--then",
            then,
            "--order",
            Integer.toString(order))
        .done();
  }

  /** Sends a picture, and waits until its study is settled. */
  private void keep(String study, String patient) throws IOException {
    Objects.send(node, "ENDO", study, patient, 1);
    await().untilAsserted(() -> assertThat(explain(study)).contains("STUDY of"));
  }

  /** As one line, wherever it was broken. */
  private String explain(String uid, String... options) {
    String[] command = new String[options.length + 2];
    command[0] = "explain";
    command[1] = uid;
    System.arraycopy(options, 0, command, 2, options.length);
    return node.hokan(command).done().replaceAll("\\s+", " ");
  }
}
