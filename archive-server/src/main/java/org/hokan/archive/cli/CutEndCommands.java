package org.hokan.archive.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan storage cut-ends}. */
@Command(
    name = "cut-ends",
    description = {
      "What starts have cut off the ends of packs, as it was not whole.",
      "After a power cut it is what was just being written, and never acknowledged."
    },
    subcommands = {
      CutEndCommands.ListAll.class,
      CutEndCommands.Show.class,
      CutEndCommands.Forget.class
    },
    footerHeading = "%nExample:%n",
    footer = "  hokan storage cut-ends list")
final class CutEndCommands extends CommandGroup {
  private static Query query(String name) {
    String[] parts = name.split("/", -1);
    if (parts.length != 3) {
      throw new CliException(
          CliException.USAGE,
          "cut end: '%s' (expected: a name that cut-ends list shows)".formatted(name));
    }
    return Query.of("storage", "cut-ends", parts[0], parts[1], parts[2]);
  }

  @Command(
      name = "list",
      description = "List what is kept.",
      footerHeading = "%nExample:%n",
      footer = "  hokan storage cut-ends list")
  static final class ListAll extends NodeCommand {
    @Override
    int run(NodeClient client) {
      return print(
          client.get(Query.of("storage", "cut-ends")).path("items"),
          List.of(
              Column.text("NAME", "name"),
              Column.bytes("SIZE", "bytes"),
              Column.number("OFFSET", "offset"),
              Column.text("PACK", "pack"),
              Column.text("VOLUME", "volume")),
          "No end of a pack was cut off.");
    }
  }

  @Command(
      name = "show",
      description = {
        "Show the objects in it, as far as they can be read.",
        "STORED says that the same object is kept, as it was sent again."
      },
      footerHeading = "%nExample:%n",
      footer = "  hokan storage cut-ends show demo/ECONOMY/0000000000000000001.tar.4096.1a2b3c4d")
  static final class Show extends NodeCommand {
    @Parameters(paramLabel = "NAME", description = "Its name in the list.")
    private String name = "";

    @Override
    int run(NodeClient client) {
      return print(
          client.get(query(name)).path("items"),
          List.of(
              Column.number("OFFSET", "offset"),
              Column.text("WHOLE", "whole"),
              Column.text("STORED", "stored"),
              Column.time("ARRIVED", "arrived"),
              Column.bytes("SIZE", "bytes"),
              Column.text("SOP INSTANCE UID", "sopInstanceUid")),
          "No object in it can be read.");
    }
  }

  @Command(
      name = "forget",
      description = {
        "Delete these bytes for good.",
        "Refused while an object in it is not stored, as cut-ends show says."
      },
      footerHeading = "%nExample:%n",
      footer = "  hokan storage cut-ends forget demo/ECONOMY/0000000000000000001.tar.4096.1a2b3c4d")
  static final class Forget extends NodeCommand {
    @Parameters(paramLabel = "NAME", description = "Its name in the list.")
    private String name = "";

    @Option(
        names = "--force",
        description = "Also when objects in it are stored nowhere: they are lost then.")
    private boolean force;

    @Override
    int run(NodeClient client) {
      client.delete(query(name).with("force", force ? true : null));
      return done(object().put("forgotten", name), "%s is forgotten.".formatted(name));
    }
  }
}
