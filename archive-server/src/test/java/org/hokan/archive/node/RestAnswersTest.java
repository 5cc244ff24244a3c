package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.hokan.archive.web.OpenApiAnswers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every change by REST, done on a real node with real images from the first facility to the last
 * certificate: each answer has what the OpenAPI document says, and nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestAnswersTest {
  /** Needs a damaged pack, an asker that is away, or a job that fails. */
  private static final Set<String> NOT_DONE =
      Set.of(
          "DELETE /storage/cut-ends/{facility}/{class}/{file}",
          "POST /commitments/{id}/retry",
          "POST /jobs/{id}/retry");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A day that has begun everywhere. */
  private final LocalDate today = LocalDate.now(ZoneOffset.ofHours(-12));

  private final HttpClient http = HttpClient.newHttpClient();
  private final Set<String> unsaid = new TreeSet<>();
  private final Set<String> done = new TreeSet<>();
  private final Set<HostileRequests.Sent> fine = new LinkedHashSet<>();
  private LiveNode node;

  @BeforeAll
  void startNode() throws IOException {
    node = LiveNode.start("billing.quiet-time=0s", "retention.approvals=1");
  }

  @AfterAll
  void stopNode() throws IOException {
    node.close();
  }

  @Test
  void everyAnswerToAChangeIsWhatTheDocumentSays() throws Exception {
    admit();
    agree();
    rule();
    keep();
    askAboutWhatIsKept();
    bill();
    destroy();
    remove();
    assertThat(unsaid).isEmpty();
    Set<String> left = OpenApiAnswers.operations(Set.of("POST", "PUT", "DELETE"));
    left.removeAll(done);
    assertThat(left).containsExactlyInAnyOrderElementsOf(NOT_DONE);
    assertThat(failuresOfTheNode()).isEmpty();
  }

  /** Requests once more, each with one thing wrong in it: whoever asks is told so. */
  private Set<String> failuresOfTheNode() throws Exception {
    List<HostileRequests.Sent> hostile = new ArrayList<>();
    for (HostileRequests.Sent one : fine) {
      hostile.addAll(HostileRequests.like(one));
    }
    assertThat(hostile).hasSizeGreaterThan(2_000);
    long seed = System.nanoTime();
    Collections.shuffle(hostile, new Random(seed));
    int most = Math.min(hostile.size(), Integer.getInteger("hokan.rest.hostile", 300));
    Set<String> failures = new TreeSet<>();
    for (HostileRequests.Sent one : hostile.subList(0, most)) {
      HttpResponse<String> answer = http.send(request(one).build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 500) {
        failures.add("seed %d: %s: %s".formatted(seed, one, answer.body()));
      }
    }
    return failures;
  }

  private void admit() throws Exception {
    ask(
        201,
        "POST /facilities",
        "/facilities",
        "{'code':'h','name':'Hospital','issuer':'H','timeZone':'Etc/GMT+12'}");
    ask(201, "POST /facilities", "/facilities", "{'code':'gone','name':'Gone','issuer':'G'}");
    ObjectNode facility = (ObjectNode) get("GET /facilities/{code}", "/facilities/h");
    ask(
        200,
        "PUT /facilities/{code}",
        "/facilities/h",
        facility.put("name", "Hospital H").toString());
    ask(
        201,
        "POST /aes",
        "/aes",
        "{'title':'ENDO','facility':'h','may':['store','query','retrieve','commit']}");
    ask(201, "POST /aes", "/aes", "{'title':'GONE','facility':'gone','may':['store']}");
    ObjectNode ae = (ObjectNode) get("GET /aes/{title}", "/aes/ENDO");
    ask(
        200,
        "PUT /aes/{title}",
        "/aes/ENDO",
        ae.put("host", "127.0.0.1").put("port", 4).toString());
    ask(409, "POST /facilities", "/facilities", "{'code':'h','name':'Again','issuer':'H'}");
  }

  private void agree() throws Exception {
    ask(
        201,
        "POST /contracts",
        "/contracts",
        "{'facility':'h','terms':%s}".formatted(terms(-20, 0)));
    ask(
        400,
        "POST /contracts",
        "/contracts",
        "{'facility':'h','terms':%s,'side':'FACILITY','signedBy':'A'}".formatted(terms(50, 90)));
    String offer =
        "{'facility':'h','terms':%s,'action':'DRAFT','side':'PROVIDER','signedBy':'K. Sato'}";
    ask(201, "POST /contracts", "/contracts", offer.formatted(terms(10, 40)));
    String step = "{'step':1,'action':'PROPOSE','side':'PROVIDER','signedBy':'K. Sato'}";
    ask(200, "POST /contracts/{id}/steps", "/contracts/h-2/steps", step);
    ask(409, "POST /contracts/{id}/steps", "/contracts/h-2/steps", step);
    ask(
        201,
        "POST /contracts",
        "/contracts",
        "{'facility':'gone','terms':%s}".formatted(terms(50, 90)));
    ask(
        200,
        "PUT /contracts/{id}",
        "/contracts/gone-1",
        "{'step':2,'terms':%s}".formatted(terms(50, 80)));
    ask(
        201,
        "POST /contracts",
        "/contracts",
        "{'facility':'gone','terms':%s}".formatted(terms(91, 120)));
    ask(200, "POST /contracts/{id}/backups/copies", "/contracts/gone-2/backups/copies", "{}");
    ask(204, "DELETE /contracts/{id}", "/contracts/gone-2?step=2", "");
    ask(400, "DELETE /contracts/{id}", "/contracts/gone-1", "");
    ask(409, "DELETE /contracts/{id}", "/contracts/gone-1?step=2", "");
    ask(204, "DELETE /contracts/{id}", "/contracts/gone-1?step=4", "");
    get("GET /contracts/{id}", "/contracts/h-1");
    String backups = "/contracts/h-1/backups";
    ask(201, "POST /contracts/{id}/backups", backups, "{'patient':'A'}");
    String removals = backups + "/removals";
    ask(200, "POST /contracts/{id}/backups/removals", removals, "{'patient':'A'}");
    ask(200, "POST /contracts/{id}/backups/removals", removals, "{'patient':'A','confirmed':true}");
    get("GET /contracts/{id}/backups", backups);
  }

  private String terms(int from, int until) {
    return ("{'from':'%s','until':'%s','currency':'JPY','capacity':'1GB','units':["
            + "{'unit':'STUDY','course':'MONTHLY','unitRate':10},"
            + "{'unit':'PATIENT','course':'MONTHLY','unitRate':10,'chosen':true}],"
            + "'services':[{'name':'CD','kind':'MEDIA','price':300}]}")
        .formatted(today.plusDays(from), today.plusDays(until));
  }

  private void rule() throws Exception {
    String rule = "{'ae':'ENDO','name':'aside','when':\"%s\",'then':'%s','order':1}";
    ask(201, "POST /rules", "/rules", rule.formatted("patient_id == 'Q'", "quarantine"));
    ask(400, "POST /rules", "/rules", rule.formatted("patient_id = 'Q'", "quarantine"));
    ObjectNode changed = (ObjectNode) get("GET /rules/{ae}/{name}", "/rules/ENDO/aside");
    changed.retain("ae", "name", "version", "when", "then", "order");
    ask(
        200,
        "PUT /rules/{ae}/{name}",
        "/rules/ENDO/aside",
        changed.put("then", "quarantine,notify=look").toString());
    String staged = "{'ae':'ENDO','name':'%s','when':'rows > 20','then':'refuse','order':%d}";
    ask(201, "POST /rules/staged", "/rules/staged", staged.formatted("large", 2));
    ask(200, "POST /rules/activate", "/rules/activate?ae=ENDO", "");
    ask(201, "POST /rules/staged", "/rules/staged", staged.formatted("larger", 3));
    ask(204, "DELETE /rules/staged/{ae}/{name}", "/rules/staged/ENDO/larger", "");
    ask(200, "POST /rules/{ae}/{name}/rollback", "/rules/ENDO/aside/rollback?to=1&version=2", "");
    Path file = node.folder("files").resolve("picture.dcm");
    Objects.writeKeys(file, Objects.attributes("2.25.1", "A", "2.25.1.1", 1).build());
    HttpRequest test =
        request("/rules/test?ae=ENDO")
            .header("Content-Type", "application/dicom")
            .POST(BodyPublishers.ofFile(file))
            .build();
    answered(200, "POST /rules/test", http.send(test, BodyHandlers.ofString()));
    ask(204, "DELETE /rules/{ae}/{name}", "/rules/ENDO/large", "");
  }

  private void keep() throws Exception {
    Objects.send(node, "ENDO", "2.25.801", "A", 2);
    Objects.send(node, "ENDO", "2.25.802", "B", 1);
    Objects.send(node, "ENDO", "2.25.803", "Q", 2);
    JsonNode aside = get("GET /quarantine", "/quarantine").path("items");
    assertThat(aside).hasSize(2);
    assertThat(get("GET /explain/{uid}", "/explain/2.25.803").path("quarantined")).hasSize(2);
    String first = "/quarantine/" + aside.get(0).path("id").asText();
    ask(200, "POST /quarantine/{id}/release", first + "/release", "");
    String second = "/quarantine/" + aside.get(1).path("id").asText();
    ask(204, "DELETE /quarantine/{id}", second, "");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(get("GET /billing/records", "/billing/records").path("items"))
                    .hasSize(3));
  }

  private void askAboutWhatIsKept() throws Exception {
    ask(
        202,
        "POST /rules/dry-run",
        "/rules/dry-run",
        "{'ae':'ENDO','list':9,'rules':[" + ruleOnA() + "]}");
    finished("GET /rules/dry-run", "/rules/dry-run");
    ask(200, "POST /compression/retry", "/compression/retry", "");
    ask(
        202,
        "POST /compression/estimate",
        "/compression/estimate?facility=h&compression=lossless",
        "");
    finished("GET /compression/estimate", "/compression/estimate");
    ask(200, "POST /forwards/retry", "/forwards/retry", "");
    ask(202, "POST /storage/verify", "/storage/verify", "");
    finished("GET /storage/verify", "/storage/verify");
    ask(202, "POST /storage/compact", "/storage/compact", "");
    finished("GET /storage/compact", "/storage/compact");
    ask(202, "POST /index/rebuild", "/index/rebuild", "");
    finished("GET /index/rebuild", "/index/rebuild");
    for (String look : Set.of("/explain/2.25.801", "/explain/2.25.801.1.1")) {
      get("GET /explain/{uid}", look);
    }
    get("GET /studies/{uid}", "/studies/2.25.801");
    get("GET /notices", "/notices");
  }

  private static String ruleOnA() {
    return "{'name':'a','when':\"patient_id == 'A'\",'then':'refuse','order':0}";
  }

  private void bill() throws Exception {
    String month = YearMonth.from(today).toString();
    ask(
        201,
        "POST /billing/corrections",
        "/billing/corrections",
        "{'facility':'h','amount':'-5','currency':'JPY','reason':'late','reference':'call 1'}");
    ask(
        201,
        "POST /billing/services",
        "/billing/services",
        "{'facility':'h','service':'CD','quantity':2,'reference':'order 1'}");
    ask(
        202,
        "POST /simulation",
        "/simulation",
        ("{'facility':'h','from':'%s','until':'%s','terms':%s,'rules':[%s],'ae':'ENDO'}")
            .formatted(month, month, terms(-20, 0), ruleOnA()));
    finished("GET /simulation", "/simulation");
    ask(202, "DELETE /simulation", "/simulation", "");
    ask(202, "DELETE /rules/dry-run", "/rules/dry-run", "");
    JsonNode later = get("GET /billing/close", "/billing/close?month=2999-01");
    assertThat(later.path("begun").asBoolean(true)).isFalse();
    assertThat(later.path("ended").asBoolean(true)).isFalse();
    assertThat(later.path("warnings").get(0).asText()).startsWith("2999-01 has not begun");
    ask(202, "POST /billing/close", "/billing/close", "{'month':'%s'}".formatted(month));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(get("GET /billing/statements", "/billing/statements").path("items"))
                    .isNotEmpty());
    JsonNode statement = get("GET /billing/statements", "/billing/statements").at("/items/0");
    String number = statement.path("statement").asText(statement.path("number").asText());
    get("GET /billing/statements/{number}", "/billing/statements/" + number);
    get("GET /billing/explanation", "/billing/explanation?statement=" + number + "&line=1");
    get("GET /billing/receipt", "/billing/receipt?facility=h&study=2.25.801");
    get("GET /billing/verify", "/billing/verify");
    ask(400, "POST /billing/close", "/billing/close", "{'month':'never'}");
  }

  private void destroy() throws Exception {
    ask(
        201,
        "POST /holds",
        "/holds",
        "{'facility':'h','patient':'B','reason':'claim','signedBy':'K. Sato'}");
    // Where the day begins more than a day earlier, the contract has ended.
    ObjectNode facility = (ObjectNode) get("GET /facilities/{code}", "/facilities/h");
    ask(
        200,
        "PUT /facilities/{code}",
        "/facilities/h?moveDays=true",
        facility.put("timeZone", "Etc/GMT-14").toString());
    propose(1);
    ask(
        200,
        "POST /deletions/{id}/reject",
        "/deletions/1/reject",
        "{'reason':'not yet','signedBy':'M. Ito'}");
    propose(2);
    get("GET /deletions/{id}/studies", "/deletions/2/studies");
    ask(200, "POST /deletions/{id}/approve", "/deletions/2/approve", "{'signedBy':'M. Ito'}");
    ask(202, "POST /deletions/{id}/run", "/deletions/2/run", "{'signedBy':'K. Sato'}");
    deletion(2, "DONE");
    ask(
        200,
        "POST /holds/{id}/release",
        "/holds/1/release",
        "{'reason':'closed','signedBy':'K. Sato'}");
    get("GET /certificates", "/certificates?facility=h");
    get("GET /certificates/{id}", "/certificates/1");
    for (String look : List.of("/explain/2.25.801", "/explain/2.25.801.1.1")) {
      JsonNode gone = get("GET /explain/{uid}", look);
      assertThat(gone.path("destroyed")).hasSize(1);
      assertThat(gone.path("charges")).isNotEmpty();
      assertThat(gone.path("events").toString()).contains("store by ENDO");
      assertThat(gone.path("instances").toString()).contains("2.25.801.1.1");
    }
    assertThat(node.hokan("explain", "2.25.801").done())
        .contains("Destroyed 20", "Deletion certificate 1, of list 2.", "Sum of all");
  }

  private void propose(int number) throws Exception {
    ask(202, "POST /deletions", "/deletions", "{'facility':'h','signedBy':'K. Sato'}");
    deletion(number, "PROPOSED");
  }

  private void deletion(int number, String state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        get("GET /deletions/{id}", "/deletions/" + number).path("state").asText())
                    .isEqualTo(state));
  }

  private void remove() throws Exception {
    ask(204, "DELETE /aes/{title}", "/aes/GONE", "");
    ask(409, "DELETE /aes/{title}", "/aes/ENDO", "");
    ask(204, "DELETE /rules/{ae}/{name}", "/rules/ENDO/aside", "");
    ask(409, "DELETE /facilities/{code}", "/facilities/h", "");
    ask(204, "DELETE /facilities/{code}", "/facilities/gone", "");
  }

  private void finished(String operation, String path) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              JsonNode task = get(operation, path);
              assertThat(task.path("state").asText()).as("%s", task).isEqualTo("DONE");
            });
  }

  private JsonNode get(String operation, String path) throws Exception {
    return ask(200, operation, path, "");
  }

  /** Single quotes stand for double ones where there are no double ones. */
  private JsonNode ask(int status, String operation, String path, String body) throws Exception {
    String sent = body.startsWith("{'") ? doubled(body) : body;
    HostileRequests.Sent one = new HostileRequests.Sent(operation, path, sent);
    if (status < 300) {
      fine.add(one);
    }
    return answered(status, operation, http.send(request(one).build(), BodyHandlers.ofString()));
  }

  private HttpRequest.Builder request(HostileRequests.Sent one) throws IOException {
    HttpRequest.Builder request = request(one.path());
    String method = one.operation().substring(0, one.operation().indexOf(' '));
    return one.body().isEmpty()
        ? request.method(method, BodyPublishers.noBody())
        : request
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(one.body()));
  }

  /** What stands in double quotes already keeps its single ones. */
  private static String doubled(String body) {
    StringBuilder sent = new StringBuilder();
    boolean quoted = false;
    for (char c : body.toCharArray()) {
      quoted ^= c == '"';
      sent.append(c == '\'' && !quoted ? '"' : c);
    }
    return sent.toString();
  }

  private JsonNode answered(int status, String operation, HttpResponse<String> answer)
      throws IOException {
    assertThat(answer.statusCode()).as("%s: %s", operation, answer.body()).isEqualTo(status);
    unsaid.addAll(OpenApiAnswers.unsaid(operation, answer));
    if (status < 300) {
      done.add(operation);
    }
    return JSON.readTree(answer.body());
  }

  private HttpRequest.Builder request(String path) throws IOException {
    Path data = node.folder("data");
    String address = Files.readString(data.resolve("admin-address")).strip();
    String token = Files.readString(data.resolve("admin-token")).strip();
    return HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
        .header("Authorization", "Bearer " + token);
  }
}
