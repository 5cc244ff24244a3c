package org.hokan.archive.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
  @TempDir static Path folder;
  private static AdminNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new AdminNode(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
  }

  @Test
  void theDocumentAndTheRoutesAgreeBothWays() {
    Set<String> routes = new TreeSet<>();
    for (Endpoint endpoint : Endpoints.of(node.rooms, () -> "")) {
      routes.add(
          "%s %s %s"
              .formatted(endpoint.method(), endpoint.path(), new TreeSet<>(endpoint.parameters())));
    }
    assertThat(described()).isEqualTo(routes);
  }

  @Test
  void theServerHasNoOtherRoutesThanTheDocumentsAndTheOpenOnes() {
    List<String> served =
        node.server.routes().filter(path -> !path.startsWith("/api/v1/")).distinct().toList();
    assertThat(served)
        .containsExactlyInAnyOrder("/health", "/health/ready", "/health/live", "/metrics");
    assertThat(node.server.routes().filter(path -> path.startsWith("/api/v1/")).count())
        .isEqualTo(described().size() + 1L);
  }

  @Test
  void everyReferenceInTheDocumentLeadsSomewhere() {
    JsonNode document = OpenApi.read();
    List<String> references = document.findValuesAsText("$ref");
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void everyOperationHasAnIdOfItsOwnAndASummary() {
    List<String> ids = OpenApi.read().path("paths").findValuesAsText("operationId");
    assertThat(ids).doesNotHaveDuplicates().hasSize(described().size());
    assertThat(OpenApi.read().path("paths").findValuesAsText("summary")).hasSize(ids.size());
  }

  /** Whatever can be asked without knowing a name; what is found there goes on to be asked, too. */
  @Test
  void realAnswersHaveNothingThatTheDocumentDoesNotSay() throws Exception {
    fill();
    Set<String> wrong = new TreeSet<>();
    int asked = 0;
    for (var path : OpenApi.read().path("paths").properties()) {
      JsonNode schema = path.getValue().at("/get/responses/200/content/application~1json/schema");
      String known =
          path.getKey().replace("{code}", "oa").replace("{title}", "OAE").replace("{ae}", "OAE");
      if (schema.isMissingNode() || known.contains("{")) {
        continue;
      }
      var answer = node.get(known);
      if (answer.statusCode() == 200) {
        asked++;
        OpenApiAnswers.check(path.getKey(), Json.MAPPER.readTree(answer.body()), schema, wrong);
      } else {
        assertThat(answer.statusCode()).as("%s: %s", known, answer.body()).isBetween(400, 499);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(asked).isGreaterThan(25);
  }

  private static void fill() throws Exception {
    done("/facilities", "{\"code\":\"oa\",\"name\":\"Open\",\"issuer\":\"OA\"}");
    done("/aes", "{\"title\":\"OAE\",\"facility\":\"oa\",\"may\":[\"store\"]}");
    done(
        "/rules",
        "{\"ae\":\"OAE\",\"name\":\"r\",\"when\":\"true\",\"then\":\"notify=look\",\"order\":1}");
    done(
        "/rules/staged",
        "{\"ae\":\"OAE\",\"name\":\"s\",\"when\":\"true\",\"then\":\"refuse\",\"order\":2}");
  }

  private static void done(String path, String body) throws Exception {
    assertThat(node.ask("POST", "/api/v1" + path, body))
        .satisfies(answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201));
  }

  private static Set<String> described() {
    Set<String> described = new TreeSet<>();
    OpenApi.read()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (!operation.getKey().equals("parameters")) {
                            described.add(
                                "%s %s %s"
                                    .formatted(
                                        operation.getKey().toUpperCase(Locale.ROOT),
                                        path.getKey(),
                                        parameters(operation.getValue())));
                          }
                        }));
    return described;
  }

  private static Set<String> parameters(JsonNode operation) {
    Set<String> names = new TreeSet<>();
    operation.path("parameters").forEach(p -> names.add(p.path("name").asText()));
    return names;
  }
}
