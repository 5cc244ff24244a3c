package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hokan forward}. */
@Command(
    name = "forward",
    description = "What rules forward to other AEs: what waits, what was given up.",
    subcommands = {ForwardCommand.ListAll.class, ForwardCommand.Retry.class},
    footerHeading = "%nExamples:%n",
    footer = {"  hokan forward list", "  hokan forward retry --to PACS"})
final class ForwardCommand extends CommandGroup {
  private static final String PATH = "forwards";

  /** Which. */
  abstract static class OfSome extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Option(names = "--to", paramLabel = "TITLE", description = "Only to this AE.")
    @Nullable String to;

    @Option(names = "--study", paramLabel = "UID", description = "Only of this study.")
    @Nullable String study;

    Query some(Query query) {
      return query.with("facility", facility).with("to", to).with("study", study);
    }
  }

  @Command(
      name = "list",
      description = "List studies on their way to other AEs, the latest first.",
      footerHeading = "%nExample:%n",
      footer = "  hokan forward list --to PACS --all")
  static final class ListAll extends OfSome {
    @Option(names = "--all", description = "Also those of which all was sent.")
    boolean all;

    @Option(names = "--limit", description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit = 100;

    @Override
    int run(NodeClient client) {
      Query query = some(Query.of(PATH)).with("limit", limit).with("all", all ? "true" : null);
      return print(
          client.get(query).path("items"),
          List.of(
              Column.text("FACILITY", "facility"),
              Column.text("TO", "to"),
              Column.number("WAITING", "waiting"),
              Column.number("SENT", "sent"),
              Column.number("GIVEN UP", "givenUp"),
              Column.number("ATTEMPTS", "attempts"),
              Column.time("NEXT TRY", "nextTry"),
              Column.text("PROBLEM", "problem"),
              Column.text("STUDY INSTANCE UID", "studyInstanceUid")),
          "Nothing waits to be forwarded, and nothing was given up.");
    }
  }

  @Command(
      name = "retry",
      description = "Try what was given up again, and what waits at once.",
      footerHeading = "%nExample:%n",
      footer = "  hokan forward retry --to PACS")
  static final class Retry extends OfSome {
    @Override
    int run(NodeClient client) {
      JsonNode begun = client.post(some(Query.of(PATH, "retry")));
      return done(begun, "%d studies are tried again.".formatted(begun.path("retried").asLong()));
    }
  }
}
