package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hokan.archive.CheckedTable;
import org.hokan.archive.config.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the guide for operators to what a running node shows. */
class OperationsGuideTest {
  private static final Path GUIDE =
      Path.of(System.getProperty("hokan.root"), "archive-server", "docs", "operations.md");

  @SuppressWarnings("NullAway.Init")
  private static Path data;

  @SuppressWarnings("NullAway.Init")
  private static Node node;

  @BeforeAll
  static void start(@TempDir Path folder) {
    data = folder.resolve("data");
    node =
        Node.start(
            Configuration.load(
                Optional.empty(),
                List.of("data-directory=" + data, "dicom.port=0", "http.port=0")));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void listsEveryMetricThereIsAndNoOther() throws Exception {
    List<String> shown =
        get("/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" ")[2] + " " + line.split(" ")[3])
            .sorted()
            .toList();

    assertThat(
            CheckedTable.of(GUIDE, "metrics").columns(0, 1).stream()
                .map(row -> String.join(" ", row)))
        .containsExactlyInAnyOrderElementsOf(shown);
  }

  @Test
  void listsTheTagsOfMetrics() throws Exception {
    String shown = get("/metrics").body();

    for (List<String> row : CheckedTable.of(GUIDE, "metrics").rows()) {
      if (row.get(2).isEmpty()) {
        assertThat(shown).doesNotContain(row.get(0) + "{");
      } else {
        String tag = row.get(2).split(":")[0];
        Stream.of(row.get(2).split(":")[1].strip().split(", "))
            .forEach(value -> assertThat(shown).contains(row.get(0) + "{" + tag + "=\"" + value));
      }
    }
  }

  @Test
  void healthIsAnsweredAsTheGuideSays() throws Exception {
    for (String path : List.of("/health", "/health/ready", "/health/live")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(200);
      assertThat(get(path).body()).contains("UP");
    }
  }

  @Test
  void namesEverythingInTheDataFolder() throws IOException {
    String guide = Files.readString(GUIDE);
    try (Stream<Path> files = Files.walk(data)) {
      TreeSet<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.endsWith(".trace.db"))
              // Written whole, then renamed: there for an instant.
              .map(name -> name.replaceFirst("[.]new$", ""))
              .collect(Collectors.toCollection(TreeSet::new));

      assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(guide).contains(name));
    }
  }

  @Test
  void theExampleOfRestWorksAsItStands() throws Exception {
    String guide = Files.readString(GUIDE.resolveSibling("rest.md"));
    String example = guide.split("```\n")[1].replace("hokan-data", data.toString());
    Process curl = new ProcessBuilder("bash", "-c", example).redirectErrorStream(true).start();
    String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(curl.waitFor()).as(answer).isZero();
    assertThat(answer).contains("\"items\"");
  }

  @Test
  void theAddressesOfRestAreThoseThatItsGuideNames() throws Exception {
    assertThat(get("/api/v1/openapi.json").body()).contains("3.1");
    assertThat(get("/api/v1/studies").statusCode()).isEqualTo(401);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + node.httpPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }
}
