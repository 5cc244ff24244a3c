package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan backup}: the patients and exams that a contract's backup units keep. */
@Command(
    name = "backup",
    description = "The patients and exams that a contract's units of chosen objects keep.",
    subcommands = {
      BackupCommand.Add.class,
      BackupCommand.ListAll.class,
      BackupCommand.Copy.class,
      BackupCommand.Remove.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan backup add demo-1 --patient 12345",
      "  hokan backup add demo-1 --study 1.2.840.99.1",
      "  hokan backup list demo-1",
      "  hokan backup remove demo-1 --patient 12345"
    })
final class BackupCommand extends CommandGroup {
  private static final String BACKUPS = "backups";

  /** A patient, or an exam. */
  static final class What {
    @Option(names = "--patient", paramLabel = "ID", description = "A patient ID.")
    @Nullable String patient;

    @Option(names = "--study", paramLabel = "UID", description = "A Study Instance UID.")
    @Nullable String study;
  }

  /** Which object of which contract, and from when on. */
  static final class Choice {
    @Parameters(paramLabel = "CONTRACT", description = "The contract's ID.")
    String contract = "";

    @ArgGroup(multiplicity = "1")
    BackupCommand.What what = new BackupCommand.What();

    @Option(
        names = "--from",
        paramLabel = "DATE",
        description = "First day of the change; today unless told.")
    @Nullable String from;

    ObjectNode body() {
      ObjectNode body = NodeCommand.object();
      NodeCommand.put(body, "patient", what.patient);
      NodeCommand.put(body, "study", what.study);
      NodeCommand.put(body, "day", from);
      return body;
    }
  }

  @Command(
      name = "add",
      description = "Choose a patient or an exam.",
      footerHeading = "%nExample:%n",
      footer = "  hokan backup add demo-1 --patient 12345")
  static final class Add extends NodeCommand {
    @Mixin BackupCommand.Choice choice = new BackupCommand.Choice();

    @Override
    int run(NodeClient client) {
      JsonNode made =
          client.send("POST", Query.of("contracts", choice.contract, BACKUPS), choice.body());
      return done(
          made,
          "Added to unit %s of contract %s from %s on. Kept of it now: exams %d, images %d%s."
              .formatted(
                  made.path("unit").asText(),
                  choice.contract,
                  made.path("from").asText(),
                  made.path("studies").asLong(),
                  made.path("images").asLong(),
                  made.path("images").asLong() == 0 ? "; check the ID" : ""));
    }
  }

  @Command(
      name = "list",
      description = {
        "List the objects of a contract's units: who chose them, and what is kept of them.",
        "A unit that is about all has one line. STATE tells of the unit: IN_FORCE, LATER, ENDED, or"
            + " only OFFERED."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  hokan backup list demo-1", "  hokan backup list demo-1 --unit STUDY --json"})
  static final class ListAll extends NodeCommand {
    private static final int PAGE = 1000;
    private static final List<String> UNITS = List.of("FACILITY", "PATIENT", "STUDY");

    @Parameters(paramLabel = "CONTRACT", description = "The contract's ID.")
    String contract = "";

    @Option(
        names = "--unit",
        paramLabel = "UNIT",
        description = "Only this unit: FACILITY, PATIENT or STUDY.")
    @Nullable String unit;

    @Override
    int run(NodeClient client) {
      ArrayNode items = NodeClient.JSON.createArrayNode();
      for (String name : unit == null ? UNITS : List.of(unit)) {
        addAll(client, name, items);
      }
      return print(
          items,
          List.of(
              Column.text("UNIT", "unit"),
              Column.text("STATE", "state"),
              Column.text("PATIENT OR STUDY", "shown"),
              Column.text("FROM", "from"),
              Column.text("UNTIL", "until"),
              Column.text("RULE", "rule"),
              Column.text("BY", "by"),
              Column.number("EXAMS", "studies"),
              Column.number("IMAGES", "images"),
              Column.bytes("BYTES", "bytes")),
          "Nothing is chosen.");
    }

    private void addAll(NodeClient client, String name, ArrayNode items) {
      long after = 0;
      int size;
      do {
        size = 0;
        Query query =
            Query.of("contracts", contract, BACKUPS)
                .with("unit", name)
                .with("limit", PAGE)
                .with("after", after);
        for (JsonNode item : client.get(query).path("items")) {
          items.add(shown((ObjectNode) item));
          size += item.has("number") ? 1 : 0;
          after = item.path("number").asLong(after);
        }
      } while (size == PAGE);
    }

    private static ObjectNode shown(ObjectNode item) {
      String name = item.path("patient").asText(item.path("study").asText());
      return item.put("shown", item.path("all").asBoolean() ? "(all)" : name);
    }
  }

  @Command(
      name = "copy",
      description = {
        "Choose under a contract what the facility's contract before it keeps to its end.",
        "What was chosen or taken out under it already stays as it is."
      },
      footerHeading = "%nExample:%n",
      footer = "  hokan backup copy demo-2")
  static final class Copy extends NodeCommand {
    @Parameters(paramLabel = "CONTRACT", description = "The later contract's ID.")
    String contract = "";

    @Option(
        names = "--from",
        paramLabel = "DATE",
        description = "From which day on; its first day, or today, unless told.")
    @Nullable String from;

    @Override
    int run(NodeClient client) {
      ObjectNode body = object();
      put(body, "day", from);
      JsonNode copied =
          client.send("POST", Query.of("contracts", contract, BACKUPS, "copies"), body);
      return print(
          copied.path("items"),
          List.of(Column.text("UNIT", "unit"), Column.number("CHOSEN", "objects")),
          "Nothing is left to choose.");
    }
  }

  @Command(
      name = "remove",
      description = "Take out a patient or an exam; without --yes only says what follows.",
      footerHeading = "%nExample:%n",
      footer = "  hokan backup remove demo-1 --patient 12345 --yes")
  static final class Remove extends NodeCommand {
    @Mixin BackupCommand.Choice choice = new BackupCommand.Choice();

    @Option(names = "--yes", description = "Do it.")
    boolean yes;

    @Override
    int run(NodeClient client) {
      JsonNode answer =
          client.send(
              "POST",
              Query.of("contracts", choice.contract, BACKUPS, "removals"),
              choice.body().put("confirmed", yes));
      String text =
          "Kept of it: exams %d, images %d. %s"
              .formatted(
                  answer.path("studies").asLong(),
                  answer.path("images").asLong(),
                  answer.path("follows").asText());
      return done(answer, yes ? "Taken out. " + text : text + " Say --yes to do it.");
    }
  }
}
