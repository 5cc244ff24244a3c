package org.hokan.archive.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {
  @TempDir static Path folder;
  private static AdminNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new AdminNode(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
    assertThat(folder.resolve(AdminFiles.ADDRESS)).doesNotExist();
    assertThat(folder.resolve(AdminFiles.TOKEN)).exists();
  }

  @Test
  void tellsItsAddressAndKeepsItsTokenToItsOwner() throws Exception {
    assertThat(folder.resolve(AdminFiles.ADDRESS))
        .content()
        .isEqualTo("http://127.0.0.1:%d\n".formatted(node.server.port()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile())))
        .isEqualTo("rw-------");
    assertThat(node.token()).matches("[0-9a-f]{64}");
  }

  @Test
  void keepsTheTokenOverRestartsAndRefusesOneThatOthersCanRead(@TempDir Path own)
      throws IOException {
    String first = new AdminFiles(own).token();
    assertThat(new AdminFiles(own).token()).isEqualTo(first);
    Path file = own.resolve(AdminFiles.TOKEN);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> new AdminFiles(own).token())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("others may read it")
        .hasMessageContaining("chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "short\n");
    assertThatThrownBy(() -> new AdminFiles(own).token())
        .hasMessageContaining("5 characters (expected: at least 32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer x", "Basic YWRtaW46YWRtaW4=", "bearer 0000"})
  void turnsAwayWhoeverHasNoTokenAndNotesIt(String authorization) throws Exception {
    HttpResponse<String> answer =
        node.send(node.request("GET", "/api/v1/status", "").header("Authorization", authorization));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(error(answer)).contains("admin-token in the node's data folder");
    node.rooms.audit().flush();
    assertThat(node.rooms.audit().list(AuditFilter.builder().actionPrefix("admin.denied").build()))
        .isNotEmpty()
        .extracting(AuditEvent::peer)
        .containsOnly("127.0.0.1");
  }

  @Test
  void theSchemesNameMayBeWrittenAsOneLikes() throws Exception {
    assertThat(
            node.send(
                    node.request("GET", "/api/v1/status", "")
                        .header("Authorization", "bearer " + node.token()))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void headersThatAreTooLongAreRefusedAndTheOthersServed() throws Exception {
    HttpRequest tooLong =
        HttpRequest.newBuilder(URI.create(node.server.address() + "/health/live"))
            .version(HttpClient.Version.HTTP_1_1)
            .header("X-Long", "x".repeat(AdminServer.MAX_HEADERS))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(tooLong, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isBetween(400, 499);
    assertThat(open("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void connectionsThatAreTooManyAreClosedAndTheOthersServed() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      boolean refused = false;
      for (int i = 0; i < 40 && !refused; i++) {
        Socket socket = new Socket("127.0.0.1", node.server.port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        refused = isRefused(socket);
      }
      assertThat(refused).isTrue();
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    await().ignoreExceptions().until(() -> open("/health/live").statusCode() == 200);
  }

  @Test
  void oneAddressCannotTakeAllConnections() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      int taken = 0;
      for (int i = 0; i < 30; i++) {
        Socket socket = new Socket("127.0.0.1", node.server.port(), other(), 0);
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        taken += isRefused(socket) ? 0 : 1;
      }
      assertThat(taken).isEqualTo(10);
      assertThat(open("/health/live").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void addressesThatNeverEndTheirRequestsKeepNobodyOut() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        InetAddress from = InetAddress.getByName("127.0.0." + (2 + i % 2));
        Socket socket = new Socket("127.0.0.1", node.server.port(), from, 0);
        sockets.add(socket);
        socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nX: ".getBytes(US_ASCII));
      }
      assertThat(open("/health/live").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /** Another address of this machine. */
  private static InetAddress other() throws IOException {
    return InetAddress.getByName("127.0.0.2");
  }

  private static boolean isRefused(Socket socket) {
    try {
      socket
          .getOutputStream()
          .write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void healthMetricsAndTheDescriptionNeedNoToken() throws Exception {
    assertThat(open("/health/live").body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(open("/metrics").body())
        .contains("archive_ingest_objects_total{outcome=\"stored\"} 1.0");
    JsonNode description = new ObjectMapper().readTree(open("/api/v1/openapi.json").body());
    assertThat(description.path("openapi").asText()).isEqualTo("3.1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/studies", "/studies/1.2.3", "/quarantine"})
  void refusesListsThatWouldLackWhatWasReceived(String path) throws Exception {
    node.operations.indexed = false;
    try {
      HttpResponse<String> answer = node.get(path);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("index: not up to date");
    } finally {
      node.operations.indexed = true;
    }
  }

  @Test
  void isReadyWhenAllItsPartsAre() throws Exception {
    assertThat(open("/health").statusCode()).isEqualTo(200);
    node.operations.storageUp = false;
    try {
      HttpResponse<String> answer = open("/health/ready");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body())
          .contains("{\"name\":\"storage\",\"state\":\"DOWN\",\"detail\":\"volume is gone\"}");
      assertThat(open("/health/live").statusCode()).isEqualTo(200);
    } finally {
      node.operations.storageUp = true;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /api/v1/nothing            |              | 404 | no such path",
        "GET    | /                          |              | 404 | no such path",
        "PATCH  | /api/v1/facilities         |              | 405 | does not know this method",
        "POST   | /metrics                   |              | 405 | does not know this method",
        "GET    | /api/v1/facilities?code=x  |              | 400 | parameter code: unknown (expected: none)",
        "GET    | /api/v1/studies?limit=0    |              | 400 | limit: 0 (expected: 1 to 10000)",
        "GET    | /api/v1/studies?limit=many |              | 400 | limit: \"many\" (expected: a number)",
        "GET    | /api/v1/studies?before=now |              | 400 | before: \"now\" (expected: an instant",
        "GET    | /api/v1/facilities/nobody  |              | 404 | facility: unknown code",
        "POST   | /api/v1/facilities         | {            | 400 | no valid JSON at line 1",
        "POST   | /api/v1/facilities         | []           | 400 | no JSON object",
        "POST   | /api/v1/facilities         | {\"x\":1}    | 400 | x: unknown (expected: some of code, name",
        "POST   | /api/v1/facilities         | {\"name\":\"N\"} | 400 | code: missing (expected: a text)",
        "POST   | /api/v1/facilities         | {\"code\":[]}  | 400 | code: no text",
        "POST   | /api/v1/facilities         | {\"code\":false} | 400 | code: false (expected: a text, in quotes)",
        "GET    | /api/v1/contracts/nothing  |              | 404 | contract: unknown ID",
        "GET    | /api/v1/contracts/h-0x1    |              | 404 | contract: unknown ID",
        "GET    | /api/v1/contracts/h-99999999999 |         | 404 | contract: unknown ID",
        "GET    | /api/v1/quarantine/17      |              | 404 | quarantine: unknown number",
        "GET    | /api/v1/quarantine/x       |              | 400 | id: \"x\" (expected: a number)",
        "GET    | /api/v1/audit?kind=LOUD    |              | 400 | expected: one of CHANGE, ACCESS, SECURITY",
        "GET    | /api/v1/studies/1.2.3      |              | 404 | study: unknown UID",
        "POST   | /api/v1/rules              | {\"ae\":\"NOBODY\",\"name\":\"r\",\"when\":\"true\",\"then\":\"refuse\",\"order\":1} | 404 | AE: unknown title",
        "POST   | /api/v1/rules/dry-run      | {\"ae\":\"NOBODY\"} | 404 | AE: unknown title",
      })
  void saysWhatIsWrongWithTheRightStatus(
      String method, String path, String body, int status, String message) throws Exception {
    HttpResponse<String> answer = node.ask(method, path, body == null ? "" : body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type"))
        .contains("application/json; charset=utf-8");
    assertThat(error(answer)).contains(message);
  }

  @Test
  void saysWhyNoChangeIsTakenAndNothingOfOtherFailures() throws Exception {
    try {
      node.operations.failing = Optional.of(new TestOperations.FullJournal());
      HttpResponse<String> full = node.ask("GET", "/api/v1/studies", "");
      assertThat(full.statusCode()).isEqualTo(503);
      assertThat(error(full)).isEqualTo(TestOperations.FullJournal.TEXT);
      node.operations.failing = Optional.of(new IllegalStateException("patient 12345"));
      HttpResponse<String> other = node.ask("GET", "/api/v1/studies", "");
      assertThat(other.statusCode()).isEqualTo(500);
      assertThat(error(other)).contains("its log").doesNotContain("12345");
    } finally {
      node.operations.failing = Optional.empty();
    }
  }

  /** What is answered before a body of this length, which never comes. */
  private static String announced(String path, long length) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", node.server.port())) {
      socket.setSoTimeout(10_000);
      String head =
          "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n";
      socket.getOutputStream().write(head.formatted(path, node.token(), length).getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @Test
  void refusesBodiesThatAreTooLargeOrOfAnotherType() throws Exception {
    String large = announced("/api/v1/facilities", AdminServer.MAX_BODY + 1);
    assertThat(large).startsWith("HTTP/1.1 413").contains("expected: at most 2097152 bytes");
    HttpResponse<String> form =
        node.send(
            node.request("POST", "/api/v1/facilities", "code=demo")
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Bearer " + node.token()));
    assertThat(form.statusCode()).isEqualTo(415);
    assertThat(error(form)).contains("expected: application/json");
  }

  @Test
  void saysThatAPortIsTaken(@TempDir Path other) {
    WebSettings taken = new WebSettings("127.0.0.1", node.server.port(), 20, other);
    assertThatThrownBy(
            () ->
                AdminServer.start(
                    taken, node.rooms, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen")
        .hasMessageContaining("http.port");
    assertThat(other.resolve(AdminFiles.ADDRESS)).doesNotExist();
  }

  private static HttpResponse<String> open(String path) throws Exception {
    return node.send(node.request("GET", path, ""));
  }

  private static Path tokenFile() {
    return folder.resolve(AdminFiles.TOKEN);
  }

  private static String error(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body()).path("error").asText();
  }
}
