package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan hold}. */
@Command(
    name = "hold",
    description = "Legal holds: what is held is never destroyed.",
    subcommands = {HoldCommand.Add.class, HoldCommand.ListAll.class, HoldCommand.Release.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan hold add --facility demo --patient 12345 --reason \"court file 7\" --signed-by \"K. Sato\"",
      "  hokan hold list --facility demo"
    })
final class HoldCommand extends CommandGroup {
  private static final String PATH = "holds";
  private static final List<Column> COLUMNS =
      List.of(
          Column.number("HOLD", "id"),
          Column.text("FACILITY", "facility"),
          Column.text("PATIENT ID", "patient"),
          Column.text("STUDY INSTANCE UID", "study"),
          Column.text("REASON", "reason"),
          Column.text("BY", "placedBy"),
          Column.time("SINCE", "placedAt"),
          Column.text("RELEASED BY", "releasedBy"),
          Column.time("RELEASED", "releasedAt"),
          Column.text("WHY", "releaseReason"));

  /** What it is on. */
  static final class On {
    @Option(names = "--study", paramLabel = "UID", description = "A Study Instance UID.")
    @Nullable String study;

    @Option(
        names = "--patient",
        paramLabel = "ID",
        description = "A patient ID: all of the patient's studies, also those to come.")
    @Nullable String patient;
  }

  @Command(
      name = "add",
      description = "Place a hold on a study, or on a patient.",
      footerHeading = "%nExample:%n",
      footer =
          "  hokan hold add --facility demo --study 1.2.840.1 --reason \"claim 12\" --signed-by \"K. Sato\"")
  static final class Add extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", required = true, description = "Whose.")
    String facility = "";

    @ArgGroup(multiplicity = "1")
    On on = new On();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    String reason = "";

    @Mixin SignedBy signed = new SignedBy();

    @Override
    int run(NodeClient client) {
      ObjectNode body = object().put("facility", facility).put("reason", reason);
      put(body, "study", on.study);
      put(body, "patient", on.patient);
      JsonNode hold = client.send("POST", Query.of(PATH), signed.on(body));
      long studies = hold.path("studies").asLong();
      return done(
          hold,
          "Hold %d is placed. It holds %d %s now%s."
              .formatted(
                  hold.path("id").asLong(),
                  studies,
                  studies == 1 ? "study" : "studies",
                  studies == 0 ? "; check the ID" : ""));
    }
  }

  @Command(
      name = "list",
      description = "List holds, the latest first.",
      footerHeading = "%nExample:%n",
      footer = "  hokan hold list --all")
  static final class ListAll extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Option(names = "--all", description = "Also those that were released.")
    boolean all;

    @Option(names = "--limit", description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit = 1000;

    @Override
    int run(NodeClient client) {
      Query query =
          Query.of(PATH)
              .with("facility", facility)
              .with("all", all ? "true" : null)
              .with("limit", limit);
      return print(client.get(query).path("items"), COLUMNS, "Nothing is on hold.");
    }
  }

  @Command(
      name = "release",
      description = "End a hold.",
      footerHeading = "%nExample:%n",
      footer = "  hokan hold release 3 --reason \"case closed\" --signed-by \"K. Sato\"")
  static final class Release extends NodeCommand {
    @Parameters(paramLabel = "NUMBER", description = "Its number in the list.")
    long id;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    String reason = "";

    @Mixin SignedBy signed = new SignedBy();

    @Override
    int run(NodeClient client) {
      JsonNode hold =
          client.send(
              "POST",
              Query.of(PATH, Long.toString(id), "release"),
              signed.on(object().put("reason", reason)));
      return done(hold, "Hold %d is released.".formatted(id));
    }
  }
}
