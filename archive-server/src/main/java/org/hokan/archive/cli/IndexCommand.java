package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code hokan index}. */
@Command(
    name = "index",
    description = "The index of what is kept; it can be made anew from the packs.",
    subcommands = {IndexCommand.Status.class, IndexCommand.Rebuild.class},
    footerHeading = "%nExamples:%n",
    footer = {"  hokan index status", "  hokan index rebuild"})
final class IndexCommand extends CommandGroup {

  @Command(
      name = "status",
      description = "Show how much each facility keeps.",
      footerHeading = "%nExample:%n",
      footer = "  hokan index status")
  static final class Status extends NodeCommand {
    @Override
    int run(NodeClient client) {
      JsonNode status = client.get(Query.of("index"));
      if (node.json) {
        printJson(status);
        return 0;
      }
      return print(
          status.path("facilities"),
          List.of(
              Column.text("FACILITY", "facility"),
              Column.number("PATIENTS", "patients"),
              Column.number("STUDIES", "studies"),
              Column.number("SERIES", "series"),
              Column.number("IMAGES", "instances"),
              Column.bytes("SIZE", "bytes"),
              Column.number("QUARANTINED", "quarantined")),
          "The index is empty.");
    }
  }

  @Command(
      name = "rebuild",
      description = "Make the index anew from the packs. What is stored stays as it is.",
      footerHeading = "%nExample:%n",
      footer = "  hokan index rebuild")
  static final class Rebuild extends LongTaskCommand {
    @Override
    Query query() {
      return Query.of("index", "rebuild");
    }
  }
}
