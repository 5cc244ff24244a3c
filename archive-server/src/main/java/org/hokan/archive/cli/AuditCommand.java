package org.hokan.archive.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hokan audit}. */
@Command(
    name = "audit",
    description = "The audit trail: who did what to which patient's data.",
    subcommands = AuditCommand.ListAll.class,
    footerHeading = "%nExample:%n",
    footer = "  hokan audit list --facility demo --action billing.")
final class AuditCommand extends CommandGroup {

  @Command(
      name = "list",
      description = "List events, the latest first.",
      footerHeading = "%nExample:%n",
      footer = "  hokan audit list --patient 12345 --since 2026-11-01T00:00:00Z")
  static final class ListAll extends NodeCommand {
    @Option(
        names = "--facility",
        paramLabel = "CODE",
        description = "Only about this facility's data.")
    @Nullable String facility;

    @Option(names = "--actor", description = "Only by this AE title or user.")
    @Nullable String actor;

    @Option(
        names = "--action",
        paramLabel = "PREFIX",
        description = "Only actions that begin so, such as rule.")
    @Nullable String action;

    @Option(names = "--kind", description = "Only CHANGE, ACCESS or SECURITY.")
    @Nullable String kind;

    @Option(names = "--patient", paramLabel = "ID", description = "Only about this patient ID.")
    @Nullable String patient;

    @Option(names = "--study", paramLabel = "UID", description = "Only about this study.")
    @Nullable String study;

    @Option(names = "--since", paramLabel = "INSTANT", description = "Only from this on.")
    @Nullable String since;

    @Option(names = "--until", paramLabel = "INSTANT", description = "Only before this.")
    @Nullable String until;

    @Mixin Page page = new Page();

    @Override
    int run(NodeClient client) {
      Query query =
          page.of(
              Query.of("audit")
                  .with("facility", facility)
                  .with("actor", actor)
                  .with("action", action)
                  .with("kind", kind)
                  .with("patient", patient)
                  .with("study", study)
                  .with("since", since)
                  .with("until", until));
      return print(
          client.get(query).path("items"),
          List.of(
              Column.number("NUMBER", "id"),
              Column.time("TIME", "time"),
              Column.text("ACTOR", "actor"),
              Column.text("FROM", "peer"),
              Column.text("ACTION", "action"),
              Column.text("OUTCOME", "outcome"),
              Column.text("FACILITY", "facility"),
              Column.text("SUBJECT", "subject"),
              Column.text("PATIENT ID", "patientId"),
              Column.number("OBJECTS", "objects"),
              Column.text("DETAIL", "detail")),
          "No event.");
    }
  }
}
