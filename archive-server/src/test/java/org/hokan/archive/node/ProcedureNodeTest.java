package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.scp.Asker;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Storage commitment and MPPS through a whole node: by its own tools, by Orthanc, and killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcedureNodeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Uid COMMITMENT = Uids.StorageCommitmentPushModel;

  @SuppressWarnings("NullAway.Init")
  private LiveNode node;

  @BeforeAll
  void start() throws IOException {
    node = LiveNode.start("job.first-pause=50ms", "job.longest-pause=200ms");
    node.admit("demo");
    node.addAe("ENDO1", "demo", "store,commit");
  }

  @AfterAll
  void stop() throws IOException {
    node.close();
  }

  /** Files of one study, in a folder of its own. */
  private Path exam(String study, int first, int last) throws IOException {
    Path folder = node.folder("exam-%s-%d".formatted(study, first));
    for (int i = first; i <= last; i++) {
      String instance = "%s.1.%d".formatted(study, i);
      DataSet object = Objects.attributes(study, "77", instance, i).build();
      FileMetaInformation meta =
          FileMetaInformation.of(Objects.SOP_CLASS, Uid.of(instance), Objects.SYNTAX.uid());
      try (OutputStream out = Files.newOutputStream(folder.resolve(i + ".dcm"))) {
        Part10.write(meta, object, out);
      }
    }
    return folder;
  }

  private LiveNode.Answer tool(String name, String... args) {
    List<String> all = new ArrayList<>(List.of(name));
    all.addAll(List.of(args));
    all.addAll(List.of("--call", node.call(), "--as", "ENDO1"));
    return LiveNode.dicom(all.toArray(String[]::new));
  }

  @Test
  void anExamThatItsEndoscopeCompletesIsBilledAtOnceAndItsMissingImagesAreNamed()
      throws IOException {
    Path part = exam("2.25.501", 1, 2);
    tool("store", part.toString()).done();
    Path rest = exam("2.25.501", 3, 3);

    tool("mpps", "complete", part.toString(), rest.toString()).done();

    await().until(() -> shown("2.25.501").path("procedures").path(0).path("here").asInt() == 2);
    assertThat(node.hokan("study", "show", "2.25.501").done())
        .contains("COMPLETED", "2 of 3 are here", "missing: 2.25.501.1.3");
    assertThat(node.hokan("procedure", "list", "--incomplete").done()).contains("2.25.501.1.3");
    await().until(() -> node.hokan("billing", "records", "--json").done().contains("2.25.501"));

    tool("store", rest.toString()).done();
    assertThat(node.hokan("study", "show", "2.25.501").done()).contains("3 of 3 are here");
  }

  private JsonNode shown(String study) throws IOException {
    return JSON.readTree(node.hokan("study", "show", study, "--json").done());
  }

  @Test
  void whatIsStoredIsCommittedAndTheOperatorSeesIt() throws IOException {
    Path part = exam("2.25.502", 1, 2);
    tool("store", part.toString()).done();

    assertThat(tool("commit", part.toString()).done()).startsWith("committed 2 objects, failed 0");

    LiveNode.Answer some = tool("commit", part.toString(), exam("2.25.502", 3, 3).toString());
    assertThat(some.status()).isEqualTo(1);
    assertThat(some.out()).contains("2.25.502.1.3: 0112H no such object instance");
    await()
        .until(
            () -> node.hokan("commitment", "list", "--state", "reported").done().contains("ENDO1"));
    JsonNode listed = JSON.readTree(node.hokan("commitment", "list", "--json").done());
    String number = listed.get(0).path("id").asText();
    assertThat(node.hokan("commitment", "show", number).done())
        .contains("0112H", "NO_SUCH_OBJECT_INSTANCE");
    assertThat(node.hokan("commitment", "retry", number).done()).contains("reported again");
    assertThat(node.hokan("commitment", "show", "4711").status()).isEqualTo(1);
  }

  @Test
  void orthancAsksForCommitmentAndIsTold() throws Exception {
    Path orthanc = Path.of("/usr/sbin/Orthanc");
    String missing = "Orthanc is not installed (Debian: orthanc)";
    if (!Files.isExecutable(orthanc)
        && Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED"))) {
      fail(missing + ", and HOKAN_TOOLS_REQUIRED is true");
    }
    assumeTrue(Files.isExecutable(orthanc), missing);
    tool("store", exam("2.25.503", 1, 2).toString()).done();
    int dicom = Demo.freePort();
    int http = Demo.freePort();
    node.addAe("ORTHANC", "demo", "store,commit", dicom);
    Path folder = node.folder("orthanc");
    Path configuration = folder.resolve("orthanc.json");
    Files.writeString(configuration, configuration(folder, dicom, http));
    try (Tool running =
        Tool.listening(
            http, folder.resolve("log.txt"), orthanc.toString(), configuration.toString())) {
      JsonNode begun =
          JSON.readTree(
              http(
                  "POST",
                  http,
                  "/modalities/hokan/storage-commitment",
                  "{\"DicomInstances\": [[\"%s\", \"2.25.503.1.1\"], [\"%s\", \"2.25.503.1.9\"]]}"
                      .formatted(Objects.SOP_CLASS, Objects.SOP_CLASS)));
      String transaction = begun.path("ID").asText();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !told(http, transaction).path("Status").asText().equals("Pending"));
      JsonNode told = told(http, transaction);
      assertThat(running).isNotNull();
      assertThat(told.path("Status").asText()).isEqualTo("Failure");
      assertThat(told.path("Success").findValuesAsText("SOPInstanceUID"))
          .containsExactly("2.25.503.1.1");
      assertThat(told.path("Failures").findValuesAsText("SOPInstanceUID"))
          .containsExactly("2.25.503.1.9");
      assertThat(told.path("Failures").path(0).path("Description").asText())
          .as("%s", told)
          .contains("not available"); // 0112H in Orthanc's words
    }
  }

  private String configuration(Path folder, int dicom, int http) {
    return """
        {"Name": "test", "StorageDirectory": "%s", "IndexDirectory": "%s", "Plugins": [],
         "HttpPort": %d, "HttpDescribeErrors": true, "RemoteAccessAllowed": false,
         "AuthenticationEnabled": false,
         "DicomAet": "ORTHANC", "DicomPort": %d, "DicomCheckCalledAet": true,
         "DicomModalities": {"hokan": ["HOKAN", "127.0.0.1", %d]}}
        """
        .formatted(folder.resolve("db"), folder.resolve("db"), http, dicom, node.port());
  }

  private static JsonNode told(int port, String transaction)
      throws IOException, InterruptedException {
    return JSON.readTree(http("GET", port, "/storage-commitment/" + transaction, ""));
  }

  private static String http(String method, int port, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void aNodeThatIsKilledRightAfterItsAnswerReportsAfterItsRestart(@TempDir Path folder)
      throws Exception {
    Path data = folder.resolve("data");
    int port = Demo.freePort();
    try (DicomClient client = DicomClient.builder().build()) {
      try (NodeProcess first = NodeProcess.start(data, folder.resolve("first.log"))) {
        admit(first, port);
        AssociationProposal proposal =
            AssociationProposal.to("HOKAN", "127.0.0.1", first.dicomPort())
                .from("ENDO1")
                .propose(Objects.SOP_CLASS, List.of(Objects.SYNTAX.uid()))
                .propose(COMMITMENT, List.of(Objects.SYNTAX.uid()))
                .build();
        ClientAssociation association = client.connect(proposal);
        byte[] picture = Objects.picture("2.25.504", "78", "2.25.504.1", 1);
        assertThat(Objects.store(association, "2.25.504.1", picture).status())
            .isEqualTo(Status.SUCCESS);
        DataSet request = Asker.request("2.25.999", Objects.SOP_CLASS, "2.25.504.1");
        assertThat(
                association
                    .action(COMMITMENT, Uids.StorageCommitmentPushModelInstance, 1, request)
                    .status())
            .isEqualTo(Status.SUCCESS);
        first.kill();
        association.abort();
      }
      try (Asker asker = new Asker(port);
          NodeProcess second = NodeProcess.start(data, folder.resolve("second.log"))) {
        Asker.Report report = asker.next();
        assertThat(report.transaction()).isEqualTo(Uid.of("2.25.999"));
        assertThat(report.committed()).containsExactly(Uid.of("2.25.504.1"));
        assertThat(report.own()).isTrue();
        assertThat(second.log()).doesNotContain(" ERROR ");
      }
    }
  }

  private static void admit(NodeProcess node, int port) {
    node.run("facility", "add", "demo", "--name", "Demo", "--issuer", "DEMO");
    node.run(
        "contract",
        "add",
        "--facility",
        "demo",
        "--from",
        "2020-01-01",
        "--until",
        "2099-12-31",
        "--course",
        "ANNUAL",
        "--unit-rate",
        "1",
        "--currency",
        "JPY",
        "--unit",
        "FACILITY",
        "--capacity",
        "1GB");
    node.run(
        "ae",
        "add",
        "ENDO1",
        "--facility",
        "demo",
        "--may",
        "store,commit",
        "--host",
        "127.0.0.1",
        "--port",
        Integer.toString(port));
  }
}
