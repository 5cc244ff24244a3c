package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code hokan storage}. */
@Command(
    name = "storage",
    description = "Volumes, packs, and whether every stored byte is as it came.",
    subcommands = {
      StorageCommand.Status.class,
      StorageCommand.Packs.class,
      StorageCommand.Verify.class
    },
    footerHeading = "%nExamples:%n",
    footer = {"  hokan storage status", "  hokan storage verify"})
final class StorageCommand extends CommandGroup {

  @Command(
      name = "status",
      aliases = "show",
      description = "Show volumes with their space, and what is kept on them.",
      footerHeading = "%nExample:%n",
      footer = "  hokan storage status")
  static final class Status extends NodeCommand {
    @Override
    int run(NodeClient client) {
      JsonNode status = client.get(Query.of("storage"));
      if (node.json) {
        printJson(status);
        return 0;
      }
      Table.print(
          out(),
          status.path("volumes"),
          List.of(
              Column.text("VOLUME", "id"),
              Column.text("PRESENT", "present"),
              Column.bytes("FREE", "freeBytes"),
              Column.bytes("TOTAL", "totalBytes"),
              Column.bytes("RESERVE", "reserveBytes"),
              Column.text("FOLDER", "folder")));
      if (!status.path("shelves").isEmpty()) {
        out().println();
        Table.print(
            out(),
            status.path("shelves"),
            List.of(
                Column.text("FACILITY", "facility"),
                Column.text("STORAGE CLASS", "storageClass"),
                Column.number("PACKS", "packs"),
                Column.number("OPEN", "open"),
                Column.number("SEALED", "sealed"),
                Column.number("FAILED", "failed"),
                Column.number("LARGE", "large"),
                Column.number("OBJECTS", "entries"),
                Column.bytes("SIZE", "bytes")));
      }
      return 0;
    }
  }

  @Command(
      name = "packs",
      aliases = "list",
      description = "List all packs. Each is a TAR file that tar tf lists.",
      footerHeading = "%nExample:%n",
      footer = "  hokan storage packs --json")
  static final class Packs extends NodeCommand {
    @Override
    int run(NodeClient client) {
      return print(
          client.get(Query.of("storage", "packs")).path("items"),
          List.of(
              Column.text("VOLUME", "volume"),
              Column.text("PACK", "pack"),
              Column.text("STATE", "state"),
              Column.number("OBJECTS", "entries"),
              Column.bytes("SIZE", "bytes"),
              Column.number("FIRST", "firstSequence"),
              Column.number("LAST", "lastSequence")),
          "No pack yet.");
    }
  }

  @Command(
      name = "verify",
      description = "Read every stored object again and compare its digest.",
      footerHeading = "%nExample:%n",
      footer = "  hokan storage verify")
  static final class Verify extends LongTaskCommand {
    @Override
    Query query() {
      return Query.of("storage", "verify");
    }
  }
}
