package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.hokan.archive.retrieve.Storescp;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What rules have done besides keeping an object, by the commands that an operator types. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FollowUpsTest {
  private static final String TERMS =
      """
      {"from": "2020-01-01", "until": "2099-12-31", "currency": "JPY", "capacity": "1GB",
       "units": [{"unit": "FACILITY", "course": "ANNUAL", "unitRate": 1000}],
       "services": [{"name": "3D model", "kind": "PROCESSING", "price": 700},
                    {"name": "sending back", "kind": "RETRIEVAL", "price": 5}]}
      """;

  private LiveNode node;

  @BeforeAll
  void startNode() throws IOException {
    node =
        LiveNode.start(
            "billing.quiet-time=0s",
            "job.first-pause=100ms",
            "job.longest-pause=200ms",
            "forward.attempts=2");
    node.admitUnder(TERMS);
    node.addAe("ENDO", "h", "store,query,retrieve");
  }

  @AfterAll
  void stopNode() throws IOException {
    node.close();
  }

  @Test
  void whatARuleForwardsBillsAndTellsIsDoneOnceAlsoWhenTheIndexIsMadeAnew(@TempDir Path folder)
      throws Exception {
    try (Storescp pacs = new Storescp(folder)) {
      node.addAe("PACS 1", "h", "receive", pacs.port());
      String then = "forward=PACS 1,bill=3D model,notify=tell radiology";
      rule("all", "patient_id == 'F'", then, 10);
      send("2.25.601", "F", 3);

      await().untilAsserted(() -> assertThat(pacs.files()).hasSize(3));
      await().untilAsserted(() -> assertThat(forwards("2.25.601")).contains("\"sent\" : 3"));
      assertThat(node.hokan("forward", "list").done()).doesNotContain("2.25.601");
      assertOnce();

      node.hokan("index", "rebuild").done();
      assertThat(forwards("2.25.601")).contains("\"sent\" : 3", "\"waiting\" : 0");
      assertThat(pacs.files()).hasSize(3);
      assertOnce();
      assertThat(node.hokan("audit", "list", "--json").done())
          .contains("forward.to PACS 1", "rule.notify");
      assertThat(node.hokan("ae", "remove", "PACS 1").err())
          .contains("gets what the storage rules all of AE ENDO forward");
    }
  }

  private void assertOnce() {
    String records = node.hokan("billing", "records", "--json").done();
    assertThat(records.split("\"3D model\"", -1)).as("charged once: %s", records).hasSize(2);
    assertThat(records).doesNotContain("RETRIEVAL");
    assertThat(node.hokan("notice", "list", "--study", "2.25.601").done().lines()).hasSize(2);
  }

  @Test
  void whatCannotBeForwardedIsGivenUpSaysSoAndGoesWhenItIsTriedAgain(@TempDir Path folder)
      throws Exception {
    int closed;
    try (ServerSocket free = new ServerSocket(0)) {
      closed = free.getLocalPort();
    }
    node.addAe("GONE", "h", "receive", closed);
    rule("gone", "patient_id == 'G'", "forward=GONE", 20);
    send("2.25.602", "G", 2);

    await().untilAsserted(() -> assertThat(forwards("2.25.602")).contains("\"givenUp\" : 2"));
    assertThat(forwards("2.25.602")).contains("no association");
    try (Storescp pacs = new Storescp(folder)) {
      node.hokan("ae", "change", "GONE", "--port", Integer.toString(pacs.port())).done();
      node.hokan("forward", "retry", "--to", "GONE").done();
      await().untilAsserted(() -> assertThat(pacs.files()).hasSize(2));
      await().untilAsserted(() -> assertThat(forwards("2.25.602")).contains("\"sent\" : 2"));
    }
    send("2.25.602", "G", 3); // two of them are there already
    await().untilAsserted(() -> assertThat(forwards("2.25.602")).contains("\"givenUp\" : 1"));
    assertThat(node.hokan("forward", "list", "--study", "2.25.602", "--json").done())
        .as("what was sent is counted also where something is open")
        .contains("\"sent\" : 2", "\"givenUp\" : 1");
  }

  @Test
  void aDestinationThatNeverAnswersKeepsNoOtherWaiting(@TempDir Path folder) throws Exception {
    try (LiveNode oneThread =
            LiveNode.start(
                "billing.quiet-time=0s", "dicom.operation-timeout=1s", "forward.threads=1");
        MuteReceiver mute = new MuteReceiver();
        Storescp pacs = new Storescp(folder)) {
      oneThread.admit("h");
      oneThread.addAe("ENDO", "h", "store");
      oneThread.addAe("MUTE", "h", "receive", mute.port());
      oneThread.addAe("PACS 1", "h", "receive", pacs.port());
      rule(oneThread, "mute", "patient_id == 'M'", "forward=MUTE", 1);
      rule(oneThread, "pacs", "patient_id == 'P'", "forward=PACS 1", 2);
      for (int study = 0; study < 10; study++) {
        Objects.send(oneThread, "ENDO", "2.25.610." + study, "M", 1);
      }
      Objects.send(oneThread, "ENDO", "2.25.611", "P", 1);

      await().untilAsserted(() -> assertThat(pacs.files()).hasSize(1));
      assertThat(mute.associations()).as("an attempt, and its repetition").isEqualTo(2);
      assertThat(oneThread.hokan("forward", "list", "--to", "MUTE", "--json").done())
          .contains("answered nothing lately, left alone for a while");
      oneThread.hokan("forward", "retry", "--to", "MUTE").done();
      await().untilAsserted(() -> assertThat(mute.associations()).isGreaterThan(2));
    }
  }

  @Test
  void aSenderIsToldTheStatusThatTheRuleNames() throws IOException {
    rule("full", "patient_id == 'R'", "refuse=out-of-resources", 30);
    assertThat(send("2.25.603", "R", 1))
        .extracting(Outcome::status)
        .containsExactly(new Status(0xA700));
  }

  @Test
  void aRuleForwardsOnlyWhereTheFacilityMaySendAndNotBack() {
    node.hokan("facility", "add", "other", "--name", "Other", "--issuer", "O").done();
    node.addAe("FOREIGN", "other", "receive", 4242);
    for (String to : List.of("NOBODY", "FOREIGN", "ENDO")) {
      String[] add = {
        "rule",
        "add",
        "--ae",
        "ENDO",
        "--name",
        "bad",
        "--when",
        "true",
        "--then",
        "forward=" + to,
        "--order",
        "90"
      };
      assertThat(node.hokan(add).err()).as(to).contains(to).contains("expected");
    }
  }

  @Test
  void aChargeThatTheContractDoesNotNameIsWarnedOf() {
    String[] add = {
      "rule",
      "add",
      "--ae",
      "ENDO",
      "--name",
      "prices",
      "--when",
      "patient_id == 'X'",
      "--then",
      "bill=massage,bill=sending back",
      "--order",
      "40"
    };
    LiveNode.Answer answer = node.hokan(add);
    assertThat(answer.status()).isZero();
    assertThat(answer.err())
        .contains("bill=massage: contract", "has no such service")
        .contains("bill=sending back", "RETRIEVAL, which the node charges by itself");
  }

  @Test
  void aDryRunTellsWhatWouldBeOtherwiseAndWhatItWouldCost() throws IOException {
    send("2.25.604", "D", 3);
    send("2.25.605", "E", 2);
    String[] byFacts = {
      "rule",
      "dry-run",
      "--ae",
      "ENDO",
      "--when",
      "patient_id == 'D'",
      "--then",
      "copies=2,bill=3D model"
    };
    assertThat(node.hokan(byFacts).done())
        .containsPattern(
            "3 +1 +[0-9.]+ kB +storage-class=ECONOMY +storage-class=DELUXE,bill=3D model")
        .containsPattern("PROCESSING, 3D model +1 +700 +700 +JPY")
        .contains("instances in quarantine and");
    String[] byObjects = {
      "rule",
      "dry-run",
      "--ae",
      "ENDO",
      "--when",
      "rows == 16 && patient_id == 'E'",
      "--then",
      "refuse",
      "--json"
    };
    assertThat(node.hokan(byObjects).done())
        .contains("\"instances\" : 2", "\"would\" : \"refuse\"", "\"unread\" : 0");
    String[] bounded = {
      "rule",
      "dry-run",
      "--ae",
      "ENDO",
      "--when",
      "rows == 16",
      "--then",
      "refuse",
      "--read",
      "1",
      "--json"
    };
    assertThat(node.hokan(bounded).done()).containsPattern("\"unread\" : [1-9]");
  }

  @Test
  void theStoryOfAnImageGoesFromItsSenderToItsCharges() throws IOException {
    rule("story", "patient_id == 'S'", "retention=10y,bill=3D model,notify=look", 50);
    send("2.25.606", "S", 2);
    await()
        .untilAsserted(
            () ->
                assertThat(node.hokan("explain", "2.25.606").done())
                    .contains("STUDY of", "store by ENDO"));
    for (String uid : List.of("2.25.606", "2.25.606.1.2")) {
      assertThat(node.hokan("explain", uid).done())
          .contains("Sent by ENDO (127.0.0.1) to HOKAN", "modality=ES")
          .containsPattern("Kept until 20[0-9-]+: contract h-1")
          .contains("By rule story version 1 of ENDO", "then retention=10y")
          .contains("Under contract", "unit FACILITY: ANNUAL, 10 points x 1000 JPY")
          .contains("2.25.606.1.2", "store by ENDO", "rule story@1: look")
          .contains("STUDY of", "PROCESSING 3D model: 700 JPY");
    }
    assertThat(node.hokan("explain", "2.25.606.1.2", "--json").done())
        .contains("\"scope\" : \"INSTANCE\"", "\"bytesIn\"", "\"clause\"");
    assertThat(node.hokan("explain", "2.25.9999").err())
        .contains("neither a study nor an instance");
  }

  @Test
  void stagedChangesComeIntoUseTogetherAndGoBack() {
    rule("one", "patient_id == 'T'", "retention=1y", 60);
    rule("two", "patient_id == 'U'", "retention=1y", 61);
    node.hokan("rule", "stage", "--ae", "ENDO", "--name", "one", "--order", "61").done();
    node.hokan("rule", "stage", "--ae", "ENDO", "--name", "two", "--order", "60").done();
    assertThat(node.hokan("rule", "stage", "--ae", "ENDO", "--name", "two", "--remove").err())
        .contains("a change is staged already");
    assertThat(node.hokan("rule", "activate", "--ae", "ENDO", "--name", "one").err())
        .contains("order 61 is that of rule two");
    node.hokan("rule", "activate", "--ae", "ENDO").done();
    assertThat(node.hokan("rule", "staged", "--ae", "ENDO").out()).isEmpty();
    assertThat(node.hokan("rule", "rollback", "--ae", "ENDO", "--name", "two", "--to", "1").err())
        .contains("order 61 is that of rule one");
    String[] late = {
      "rule",
      "change",
      "--ae",
      "ENDO",
      "--name",
      "one",
      "--then",
      "retention=2y",
      "--if-version",
      "1"
    };
    assertThat(node.hokan(late).err()).contains("somebody else changed it");
    node.hokan("rule", "remove", "--ae", "ENDO", "--name", "one").done();
    node.hokan("rule", "rollback", "--ae", "ENDO", "--name", "two", "--to", "1").done();
    assertThat(node.hokan("rule", "history", "--ae", "ENDO", "--name", "two").done().lines())
        .hasSize(4);
  }

  private String forwards(String study) {
    return node.hokan("forward", "list", "--all", "--study", study, "--json").done();
  }

  private void rule(String name, String when, String then, int order) {
    rule(node, name, when, then, order);
  }

  private static void rule(LiveNode at, String name, String when, String then, int order) {
    String[] add = {
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
      Integer.toString(order)
    };
    at.hokan(add).done();
  }

  private List<Outcome> send(String study, String patient, int pictures) throws IOException {
    return Objects.send(node, "ENDO", study, patient, pictures);
  }
}
