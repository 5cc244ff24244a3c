package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hokan rule dry-run}. */
@Command(
    name = "dry-run",
    description = {
      "Say what other rules would have done with what an AE sent in past days. Changes nothing.",
      "The rules in use, with: what is staged; the rules of a file; one rule. As bills: contract"
          + " simulate."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan rule dry-run --ae ENDO1 --staged --days 90",
      "  hokan rule dry-run --ae ENDO1 --rules rules.yaml",
      "  hokan rule dry-run --ae ENDO1 --name stills --when 'modality == \"ES\"' --then copies=2 --order 10"
    })
final class RuleDryRun extends LongTaskCommand {
  @Option(
      names = "--ae",
      required = true,
      paramLabel = "TITLE",
      description = "AE title of the sender.")
  String ae = "";

  @Option(names = "--days", description = "So many past days (default: ${DEFAULT-VALUE}).")
  int days = 30;

  @Option(names = "--file", hidden = true, description = "What --rules was called here.")
  @Nullable Path file;

  @Option(
      names = "--list",
      arity = "0..1",
      paramLabel = "NUMBER",
      fallbackValue = "10000",
      description =
          "List the instances that would be decided otherwise, at most so many (all that is"
              + " possible without a number: ${FALLBACK-VALUE}).")
  int list;

  @Mixin final TriedRulesOptions tried = new TriedRulesOptions();

  @Override
  Query query() {
    return Query.of("rules", "dry-run");
  }

  @Override
  boolean isCancelled() {
    return true;
  }

  @Override
  JsonNode begin(NodeClient client) throws IOException {
    ObjectNode body = object().put("ae", ae).put("days", days).put("list", list);
    tried.rules = tried.rules == null ? file : tried.rules;
    if (!tried.putInto(body)) {
      throw new CliException(
          CliException.USAGE, "nothing to try (expected: --staged, --rules, or --when and --then)");
    }
    return client.send("POST", query(), body);
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
    listed(task);
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

  private void listed(JsonNode task) {
    if (task.path("listed").isEmpty()) {
      return;
    }
    out().println();
    table(
        task.path("listed"),
        List.of(
            Column.text("INSTANCE", "instance"),
            Column.text("STUDY", "study"),
            Column.text("WAS", "was"),
            Column.text("WOULD BE", "would")));
    if (task.path("unlisted").asLong() > 0) {
      out().println("Not listed: %d more".formatted(task.path("unlisted").asLong()));
    }
    out().println();
  }
}
