package org.hokan.archive.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hokan procedure}. */
@Command(
    name = "procedure",
    description = "What modalities say of their examinations (MPPS), and what is missing.",
    subcommands = ProcedureCommand.ListAll.class,
    footerHeading = "%nExample:%n",
    footer = "  hokan procedure list --incomplete")
final class ProcedureCommand extends CommandGroup {
  /** As they stand in a list, here and with a study. */
  static final List<Column> COLUMNS =
      List.of(
          Column.text("STATUS", "status"),
          Column.text("TOLD BY", "callingAe"),
          Column.time("BEGAN", "created"),
          Column.time("ENDED", "ended"),
          Column.number("IMAGES", "instances"),
          Column.number("HERE", "here"),
          Column.text("MISSING", "missing"),
          Column.text("SOP INSTANCE UID", "sopInstanceUid"));

  @Command(
      name = "list",
      description = "List performed procedure steps, the latest first.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  hokan procedure list --incomplete",
        "  hokan procedure list --facility demo --status in_progress --json"
      })
  static final class ListAll extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Option(
        names = "--status",
        paramLabel = "STATUS",
        description = "Only these: in_progress, completed or discontinued.")
    @Nullable String status;

    @Option(
        names = "--incomplete",
        description = "Only those that have ended and list images that are not here.")
    boolean incomplete;

    @Option(names = "--limit", description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit = 100;

    @Override
    int run(NodeClient client) {
      Query query =
          Query.of("procedures")
              .with("facility", facility)
              .with("status", status)
              .with("incomplete", incomplete ? true : null)
              .with("limit", limit);
      return print(client.get(query).path("items"), COLUMNS, "No performed procedure step.");
    }
  }
}
