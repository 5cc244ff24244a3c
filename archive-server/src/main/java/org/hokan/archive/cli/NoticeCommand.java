package org.hokan.archive.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hokan notice}. */
@Command(
    name = "notice",
    description = "What rules tell operators about what came (action notify).",
    subcommands = NoticeCommand.ListAll.class,
    footerHeading = "%nExample:%n",
    footer = "  hokan notice list --facility demo")
final class NoticeCommand extends CommandGroup {
  @Command(
      name = "list",
      description = "List notices, the latest first: one for each study and version of a rule.",
      footerHeading = "%nExample:%n",
      footer = "  hokan notice list --facility demo --limit 20")
  static final class ListAll extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Option(names = "--study", paramLabel = "UID", description = "Only about this study.")
    @Nullable String study;

    @Mixin Page page = new Page();

    @Override
    int run(NodeClient client) {
      Query query = page.of(Query.of("notices").with("facility", facility).with("study", study));
      return print(
          client.get(query).path("items"),
          List.of(
              Column.number("NUMBER", "id"),
              Column.text("FACILITY", "facility"),
              Column.time("FIRST", "first"),
              Column.time("LATEST", "last"),
              Column.text("SENT BY", "ae"),
              Column.text("RULE", "rule"),
              Column.text("MESSAGE", "message"),
              Column.text("STUDY INSTANCE UID", "studyInstanceUid")),
          "No notice.");
    }
  }
}
