package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan quarantine}. */
@Command(
    name = "quarantine",
    description = "Objects that were kept aside and wait for a decision.",
    subcommands = {
      QuarantineCommand.ListAll.class,
      QuarantineCommand.Show.class,
      QuarantineCommand.Release.class,
      QuarantineCommand.Remove.class
    },
    footerHeading = "%nExamples:%n",
    footer = {"  hokan quarantine list", "  hokan quarantine release 17"})
final class QuarantineCommand extends CommandGroup {
  private static final String PATH = "quarantine";

  @Command(
      name = "list",
      description = "List what waits for a decision.",
      footerHeading = "%nExample:%n",
      footer = "  hokan quarantine list --facility demo")
  static final class ListAll extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Option(
        names = "--after",
        paramLabel = "NUMBER",
        description = "Only higher numbers: the next page.")
    @Nullable Long after;

    @Option(names = "--limit", description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit = 100;

    @Override
    int run(NodeClient client) {
      Query query =
          Query.of(PATH).with("facility", facility).with("after", after).with("limit", limit);
      return print(
          client.get(query).path("items"),
          List.of(
              Column.number("NUMBER", "id"),
              Column.text("FACILITY", "facility"),
              Column.time("ARRIVED", "arrived"),
              Column.text("SENT BY", "callingAe"),
              Column.text("PATIENT ID", "patientId"),
              Column.bytes("SIZE", "bytes"),
              Column.text("REASON", "reason"),
              Column.text("WHY", "text"),
              Column.text("SOP INSTANCE UID", "sopInstanceUid")),
          "Nothing is in quarantine.");
    }
  }

  @Command(
      name = "show",
      description = "Show one object that waits for a decision.",
      footerHeading = "%nExample:%n",
      footer = "  hokan quarantine show 17")
  static final class Show extends NodeCommand {
    @Parameters(paramLabel = "NUMBER", description = "Its number in the list.")
    long id;

    @Override
    int run(NodeClient client) {
      return printOne(
          client.get(Query.of(PATH, Long.toString(id))),
          List.of(
              Column.number("NUMBER", "id"),
              Column.text("FACILITY", "facility"),
              Column.text("REASON", "reason"),
              Column.text("WHY", "text"),
              Column.text("SOP INSTANCE UID", "sopInstanceUid"),
              Column.text("SOP CLASS UID", "sopClassUid"),
              Column.text("STUDY INSTANCE UID", "studyInstanceUid"),
              Column.text("PATIENT ID", "patientId"),
              Column.text("PATIENT NAME", "patientName"),
              Column.time("ARRIVED", "arrived"),
              Column.text("SENT BY", "callingAe"),
              Column.text("FROM", "peer"),
              Column.bytes("SIZE", "bytes"),
              Column.text("DIGEST", "digest"),
              Column.text("PACK", "pack"),
              Column.text("CONTRACT", "contract"),
              Column.text("RULE", "rule")));
    }
  }

  @Command(
      name = "release",
      description = "Keep an object after all: it is indexed, found and billed like any other.",
      footerHeading = "%nExample:%n",
      footer = "  hokan quarantine release 17")
  static final class Release extends NodeCommand {
    @Parameters(paramLabel = "NUMBER", description = "Its number in the list.")
    long id;

    @Override
    int run(NodeClient client) {
      JsonNode released = client.post(Query.of(PATH, Long.toString(id), "release"));
      return done(released, "Object %d is released.".formatted(id));
    }
  }

  @Command(
      name = "remove",
      description = "Give an object up: it is listed and found no more.",
      footerHeading = "%nExample:%n",
      footer = "  hokan quarantine remove 17")
  static final class Remove extends NodeCommand {
    @Parameters(paramLabel = "NUMBER", description = "Its number in the list.")
    long id;

    @Override
    int run(NodeClient client) {
      client.delete(Query.of(PATH, Long.toString(id)));
      return done(object().put("removed", id), "Object %d is given up.".formatted(id));
    }
  }
}
