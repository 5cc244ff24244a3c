package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hokan rule dry-run}. */
@Command(
    name = "dry-run",
    description = {
      "Say what other rules would have done with what an AE sent in past days. Changes nothing.",
      "The rules in use, with: what is staged; rules of a file as conf/storage-rules.yaml; one rule."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan rule dry-run --ae ENDO1 --staged --days 90",
      "  hokan rule dry-run --ae ENDO1 --file rules.yaml",
      "  hokan rule dry-run --ae ENDO1 --name stills --when 'modality == \"ES\"' --then copies=2 --order 10"
    })
final class RuleDryRun extends LongTaskCommand {
  private static final long LONGEST_FILE = 1_000_000;

  /** What is always a text, also where YAML would read a truth value, as in {@code when: true}. */
  private static final List<String> TEXTS = List.of("ae", "name", "when", "then");

  /** Reads no, yes, on and off as the words that they are. */
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS).build();

  @Option(
      names = "--ae",
      required = true,
      paramLabel = "TITLE",
      description = "AE title of the sender.")
  String ae = "";

  @Option(names = "--days", description = "So many past days (default: ${DEFAULT-VALUE}).")
  int days = 30;

  @Option(names = "--staged", description = "With what is staged for the AE.")
  boolean staged;

  @Option(names = "--file", paramLabel = "FILE", description = "With the rules of a YAML file.")
  @Nullable Path file;

  @Option(names = "--name", description = "With a rule of this name, or another version of it.")
  String name = "dry-run";

  @Option(names = "--when", paramLabel = "CONDITION", description = "Its condition.")
  @Nullable String when;

  @Option(names = "--then", paramLabel = "ACTIONS", description = "Its actions.")
  @Nullable String then;

  @Option(names = "--order", description = "Its place (default: ${DEFAULT-VALUE}, the first).")
  int order;

  @Option(
      names = "--read",
      paramLabel = "NUMBER",
      description =
          "Where a condition needs the objects themselves, read at most so many (default:"
              + " ${DEFAULT-VALUE}).")
  int read = 20_000;

  @Override
  Query query() {
    return Query.of("rules", "dry-run");
  }

  @Override
  JsonNode begin(NodeClient client) throws IOException {
    ObjectNode body = object().put("ae", ae).put("days", days).put("read", read);
    body.put("staged", staged);
    ArrayNode rules = body.putArray("rules");
    if (file != null) {
      ofFile(file).forEach(rules::add);
    }
    if ((when == null) != (then == null)) {
      throw new CliException(CliException.USAGE, "--when without --then (expected: both, or none)");
    }
    if (when != null) {
      rules.addObject().put("name", name).put("when", when).put("then", then).put("order", order);
    }
    if (!staged && rules.isEmpty()) {
      throw new CliException(
          CliException.USAGE, "nothing to try (expected: --staged, --file, or --when and --then)");
    }
    return client.send("POST", query(), body);
  }

  /** The rules of a file. */
  static JsonNode ofFile(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_FILE) {
      throw new CliException(
          CliException.USAGE,
          "%s: no file, or too long (expected: a YAML file of rules, at most 1 MB)"
              .formatted(file));
    }
    JsonNode rules = YAML.readTree(file.toFile());
    for (JsonNode rule : rules) {
      if (rule instanceof ObjectNode fields) {
        TEXTS.stream()
            .filter(field -> fields.path(field).isBoolean())
            .forEach(field -> fields.put(field, fields.path(field).asText()));
      }
    }
    return rules;
  }

  @Override
  void details(JsonNode task) {
    table(
        task.path("changes"),
        List.of(
            Column.number("INSTANCES", "instances"),
            Column.number("STUDIES", "studies"),
            Column.bytes("SIZE", "bytes"),
            Column.text("WAS", "was"),
            Column.text("WOULD BE", "would"),
            Column.text("SUCH AS", "examples")));
    if (task.path("bytesNotKept").asLong() > 0) {
      out().println("Not kept: " + Column.size(task.path("bytesNotKept").asLong()));
    }
    if (task.path("bytesTaken").asLong() > 0) {
      out().println("Kept in addition: " + Column.size(task.path("bytesTaken").asLong()));
    }
    if (!task.path("money").isEmpty()) {
      out().println();
      table(
          task.path("money"),
          List.of(
              Column.text("CHARGE", "what"),
              Column.number("TIMES", "times"),
              Column.number("EACH", "each"),
              Column.number("AMOUNT", "amount"),
              Column.text("", "currency")));
    }
    task.path("notes").forEach(note -> out().println("Note: " + note.asText()));
  }
}
