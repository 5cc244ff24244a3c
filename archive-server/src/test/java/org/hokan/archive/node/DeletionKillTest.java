package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed in the middle of a deletion and its database is deleted: the next start goes on
 * to the end, nothing is half, and nothing that is destroyed comes back.
 */
class DeletionKillTest {
  private static final int STUDIES = 40;
  private static final int IMAGES = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void aKilledDeletionGoesOnAndALostDatabaseBringsNothingBack() throws Exception {
    Path data = folder.resolve("data");
    try (NodeProcess node = NodeProcess.start(data, folder.resolve("node-1.log"))) {
      admit(node);
      send(node);
      // Where the day begins more than a day earlier, the contract has ended.
      node.run("facility", "change", "demo", "--time-zone", "Etc/GMT-14", "--move-days");
      node.run(
          "hold",
          "add",
          "--facility",
          "demo",
          "--patient",
          "P0",
          "--reason",
          "claim",
          "--signed-by",
          "K. Sato");
      node.run("deletion", "propose", "--facility", "demo", "--signed-by", "K. Sato");
      awaitState(node, "PROPOSED");
      node.run("deletion", "approve", "1", "--signed-by", "M. Ito");
      node.run("deletion", "run", "1", "--signed-by", "K. Sato");
      await().until(() -> show(node).path("destroyed").asInt() > 0);
      node.kill();
    }
    Files.delete(data.resolve("database").resolve("hokan.mv.db"));
    try (NodeProcess node = NodeProcess.start(data, folder.resolve("node-2.log"))) {
      awaitState(node, "DONE");
      onlyWhatIsHeldIsThere(node);
      node.run("index", "rebuild");
      onlyWhatIsHeldIsThere(node);
      assertThat(node.run("billing", "verify")).contains("all as they were written");
    }
  }

  private static void onlyWhatIsHeldIsThere(NodeProcess node) throws IOException {
    JsonNode studies = JSON.readTree(node.run("study", "list", "--json"));
    assertThat(studies).hasSize(1);
    assertThat(studies.get(0).path("patientId").asText()).isEqualTo("P0");
    assertThat(studies.get(0).path("instances").asInt()).isEqualTo(IMAGES);
    JsonNode certificates = JSON.readTree(node.run("deletion", "certificates", "--json"));
    assertThat(certificates).hasSize(STUDIES - 1);
    assertThat(certificates).allMatch(one -> one.path("images").asInt() == IMAGES);
  }

  private static JsonNode show(NodeProcess node) throws IOException {
    return JSON.readTree(node.run("deletion", "show", "1", "--json"));
  }

  private static void awaitState(NodeProcess node, String state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> show(node).path("state").asText().equals(state));
  }

  /** A contract whose last day is today where the day begins latest. */
  private static void admit(NodeProcess node) {
    LocalDate today = LocalDate.now(ZoneOffset.ofHours(-12));
    node.run("facility", "add", "demo", "--name", "Demo Hospital", "--issuer", "DEMO");
    node.run("facility", "change", "demo", "--time-zone", "Etc/GMT+12");
    node.run("ae", "add", "ENDO1", "--facility", "demo", "--may", "store");
    node.run(
        ("contract add --facility demo --from %s --until %s --course MONTHLY --unit-rate 1000"
                + " --currency JPY --unit STUDY --capacity 1GB")
            .formatted(today.minusDays(20), today)
            .split(" "));
  }

  private static void send(NodeProcess node) throws IOException {
    try (DicomClient client = DicomClient.builder().build();
        ClientAssociation association =
            client.connect(
                AssociationProposal.to("HOKAN", "127.0.0.1", node.dicomPort())
                    .from("ENDO1")
                    .propose(Objects.SOP_CLASS, List.of(Objects.SYNTAX.uid()))
                    .build())) {
      for (int study = 0; study < STUDIES; study++) {
        for (int image = 1; image <= IMAGES; image++) {
          String uid = "2.25.815." + study;
          String instance = uid + ".1." + image;
          Objects.store(association, instance, Objects.picture(uid, "P" + study, instance, image));
        }
      }
    }
  }
}
