package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan job}. */
@Command(
    name = "job",
    description = "Work that is done in the end: what waits, what was given up and why.",
    subcommands = {JobCommand.ListAll.class, JobCommand.Retry.class},
    footerHeading = "%nExamples:%n",
    footer = {"  hokan job list --dead", "  hokan job retry 17"})
final class JobCommand extends CommandGroup {
  private static final String PATH = "jobs";

  @Command(
      name = "list",
      description = "List what is not done yet, the next due first.",
      footerHeading = "%nExample:%n",
      footer = "  hokan job list --dead")
  static final class ListAll extends NodeCommand {
    @Option(names = "--dead", description = "Only what was given up.")
    boolean dead;

    @Option(names = "--limit", description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit = 100;

    @Override
    int run(NodeClient client) {
      Query query = Query.of(PATH).with("dead", dead ? true : null).with("limit", limit);
      return print(
          client.get(query).path("items"),
          List.of(
              Column.number("NUMBER", "id"),
              Column.text("KIND", "kind"),
              Column.text("DEAD", "dead"),
              Column.number("ATTEMPTS", "attempts"),
              Column.time("DUE", "due"),
              Column.text("SUBJECT", "subject"),
              Column.text("PROBLEM", "problem")),
          dead ? "Nothing was given up." : "Nothing waits.");
    }
  }

  @Command(
      name = "retry",
      description = "Try it anew, from now on, as long as when it was asked for.",
      footerHeading = "%nExample:%n",
      footer = "  hokan job retry 17")
  static final class Retry extends NodeCommand {
    @Parameters(paramLabel = "NUMBER", description = "Its number in the list.")
    long id;

    @Override
    int run(NodeClient client) {
      JsonNode begun = client.post(Query.of(PATH, Long.toString(id), "retry"));
      return done(begun, "Job %d is tried anew.".formatted(id));
    }
  }
}
