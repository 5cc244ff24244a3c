package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hokan storage}. */
@Command(
    name = "storage",
    description = "Volumes, packs, and whether every stored byte is as it came.",
    subcommands = {
      StorageCommand.Status.class,
      StorageCommand.Packs.class,
      StorageCommand.Verify.class,
      StorageCommand.Compact.class,
      CutEndCommands.class
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
    /** Of this storage class a node keeps second copies. */
    private static final String COPIED = "DELUXE";

    @Override
    int run(NodeClient client) {
      JsonNode status = client.get(Query.of("storage"));
      if (node.json) {
        printJson(status);
        return 0;
      }
      table(
          volumes(status),
          List.of(
              Column.text("VOLUME", "id"),
              Column.text("USE", "use"),
              Column.text("PRESENT", "present"),
              Column.text("WRITABLE", "writable"),
              Column.bytes("FREE", "freeBytes"),
              Column.bytes("TOTAL", "totalBytes"),
              Column.bytes("RESERVE", "reserveBytes"),
              Column.text("FOLDER", "folder")));
      out().println();
      copies(status);
      if (status.has("journal")) {
        out().println("Journal: %s.".formatted(status.path("journal").path("detail").asText()));
      }
      scrub(status.path("scrub"));
      cutEnds(status.path("cutEnds"));
      if (!status.path("shelves").isEmpty()) {
        out().println();
        table(
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
      out().println();
      Table.printOne(
          out(),
          status.path("compaction"),
          List.of(
              Column.number("DEAD ENTRIES", "deadEntries"),
              Column.bytes("DEAD", "deadBytes"),
              Column.number("COMPACTED PACKS", "packs"),
              Column.bytes("GIVEN BACK", "bytes"),
              Column.number("FAILURES", "failures")));
      return 0;
    }

    private static JsonNode volumes(JsonNode status) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      status.path("volumes").forEach(volume -> all.add(used(volume, "first")));
      status.path("copyVolumes").forEach(volume -> all.add(used(volume, "copies")));
      return all;
    }

    private static JsonNode used(JsonNode volume, String use) {
      return ((ObjectNode) volume.deepCopy()).put("use", use);
    }

    private static long objects(JsonNode status, Predicate<String> storageClass) {
      long objects = 0;
      for (JsonNode shelf : status.path("shelves")) {
        if (storageClass.test(shelf.path("storageClass").asText())) {
          objects += shelf.path("entries").asLong();
        }
      }
      return objects;
    }

    private void copies(JsonNode status) {
      JsonNode copies = status.path("copies");
      if (!copies.path("configured").asBoolean()) {
        out().println("No second copies (storage.copy-volumes is empty).");
        return;
      }
      String when =
          copies.path("when").asText().equals("BEFORE_SUCCESS") ? "before Success" : "soon after";
      int behind = copies.path("owedPacks").asInt();
      out()
          .println(
              behind == 0
                  ? "Second copies, written %s: level; copy volumes: %d."
                      .formatted(when, status.path("copyVolumes").size())
                  : "Second copies, written %s: packs that are behind: %d, by %s, since %s."
                      .formatted(
                          when,
                          behind,
                          Column.size(copies.path("owedBytes").asLong()),
                          copies.has("behindSince")
                              ? Column.time(copies.path("behindSince").asText())
                              : "a moment ago"));
      out()
          .println(
              "Only objects of storage class %s have one: %d of %d."
                  .formatted(
                      COPIED, objects(status, COPIED::equals), objects(status, any -> true)));
    }

    private void cutEnds(JsonNode ends) {
      if (ends.path("ends").asInt() > 0) {
        out()
            .println(
                "Cut off the ends of packs by starts, and kept: %d, %s; see hokan storage cut-ends list."
                    .formatted(
                        ends.path("ends").asInt(), Column.size(ends.path("bytes").asLong())));
        if (ends.path("many").asBoolean()) {
          out()
              .println(
                  "These are many: look why starts cut so much off, and forget what is stored.");
        }
      }
    }

    private void scrub(JsonNode scrub) {
      out()
          .println(
              "Read again: %s, last whole pass ended %s; %d repaired since the start, %d damages left."
                  .formatted(
                      scrub.has("startedAt")
                          ? "under way since " + Column.time(scrub.path("startedAt").asText())
                          : "not under way",
                      scrub.has("completedAt")
                          ? Column.time(scrub.path("completedAt").asText())
                          : "never",
                      scrub.path("repaired").asLong(),
                      scrub.path("damaged").asLong()));
      scrub
          .path("damages")
          .forEach(line -> out().println("  " + DisplayWidth.printable(line.asText())));
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
      description = {
        "Read every stored object and every second copy again, and compare the digests.",
        "What is damaged in one copy is replaced from the other, unless --no-repair is given."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  hokan storage verify", "  hokan storage verify --no-repair --json"})
  static final class Verify extends LongTaskCommand {
    @Option(names = "--no-repair", description = "Only look; change nothing on the volumes.")
    boolean noRepair;

    @Override
    Query query() {
      return Query.of("storage", "verify");
    }

    @Override
    Query start() {
      return noRepair ? query().with("repair", false) : query();
    }
  }

  @Command(
      name = "compact",
      description = {
        "Give back the space of entries that were removed from quarantine or stored twice.",
        "What was decided less than storage.compaction-grace ago stays, unless --now is given."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  hokan storage compact", "  hokan storage compact --now"})
  static final class Compact extends LongTaskCommand {
    @Option(names = "--now", description = "Do not wait for the end of their grace.")
    private boolean now;

    @Override
    Query query() {
      return Query.of("storage", "compact");
    }

    @Override
    Query start() {
      return query().with("now", now ? true : null);
    }
  }
}
