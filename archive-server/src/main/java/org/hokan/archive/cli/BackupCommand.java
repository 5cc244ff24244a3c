package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan backup}: the patients that a contract's backup units name. */
@Command(
    name = "backup",
    description = "The patients that a contract's backup units name; a change is a new version.",
    subcommands = {
      BackupCommand.Add.class,
      BackupCommand.ListAll.class,
      BackupCommand.Remove.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan backup add demo-1 --patient 12345",
      "  hokan backup list demo-1",
      "  hokan backup remove demo-1 --patient 12345"
    })
final class BackupCommand extends CommandGroup {
  private static final String CONTRACTS = "contracts";

  /** Which patient of which unit. */
  static final class Choice {
    @Parameters(paramLabel = "CONTRACT", description = "The contract's ID.")
    String contract = "";

    @Option(names = "--patient", paramLabel = "ID", required = true, description = "A patient ID.")
    String patient = "";

    @Option(
        names = "--unit",
        paramLabel = "UNIT",
        description = "PATIENT or STUDY (default: ${DEFAULT-VALUE}).")
    String unit = "PATIENT";

    @Option(
        names = "--valid-from",
        paramLabel = "DATE",
        description = "First day of the change; today unless told.")
    @Nullable String validFrom;

    /** The unit, which names patients; the node's terms are changed in place. */
    ObjectNode unitOf(JsonNode contract) {
      for (JsonNode one : contract.path("terms").path("units")) {
        if (one.path("unit").asText().equalsIgnoreCase(unit)) {
          if (one.path("patients").isEmpty()) {
            throw new CliException(
                CliException.REFUSED,
                "unit %s is about all patients (expected: one that names some; see contract change)"
                    .formatted(unit));
          }
          return (ObjectNode) one;
        }
      }
      throw new CliException(
          CliException.REFUSED,
          "the contract has no unit %s (expected: one of its units)".formatted(unit));
    }

    JsonNode change(NodeClient client, JsonNode old) {
      ObjectNode body = object().put("version", old.path("version").asInt());
      put(body, "day", validFrom);
      body.set("terms", old.path("terms"));
      return client.send("PUT", Query.of(CONTRACTS, contract), body);
    }

    private static ObjectNode object() {
      return NodeClient.JSON.createObjectNode();
    }

    private static void put(ObjectNode body, String field, @Nullable String value) {
      if (value != null) {
        body.put(field, value);
      }
    }
  }

  @Command(
      name = "add",
      description = "Let a unit name one patient more.",
      footerHeading = "%nExample:%n",
      footer = "  hokan backup add demo-1 --patient 12345")
  static final class Add extends NodeCommand {
    @Mixin BackupCommand.Choice what = new BackupCommand.Choice();

    @Override
    int run(NodeClient client) {
      JsonNode contract = client.get(Query.of(CONTRACTS, what.contract));
      ((ArrayNode) what.unitOf(contract).path("patients")).add(what.patient);
      JsonNode changed = what.change(client, contract);
      return done(
          changed,
          "Added; contract %s has version %s."
              .formatted(what.contract, changed.path("version").asText()));
    }
  }

  @Command(
      name = "list",
      description = "List the patients that a contract's units name.",
      footerHeading = "%nExample:%n",
      footer = "  hokan backup list demo-1")
  static final class ListAll extends NodeCommand {
    @Parameters(paramLabel = "CONTRACT", description = "The contract's ID.")
    String contract = "";

    @Override
    int run(NodeClient client) {
      ArrayNode items = NodeClient.JSON.createArrayNode();
      for (JsonNode unit : client.get(Query.of(CONTRACTS, contract)).path("terms").path("units")) {
        if (unit.path("patients").isEmpty()) {
          items.add(object().put("unit", unit.path("unit").asText()).put("patient", "(all)"));
        }
        unit.path("patients")
            .forEach(
                patient ->
                    items.add(
                        object()
                            .put("unit", unit.path("unit").asText())
                            .put("patient", patient.asText())));
      }
      return print(
          items,
          List.of(Column.text("UNIT", "unit"), Column.text("PATIENT ID", "patient")),
          "No unit.");
    }
  }

  @Command(
      name = "remove",
      description = "Let a unit name a patient no more; without --yes only says what follows.",
      footerHeading = "%nExample:%n",
      footer = "  hokan backup remove demo-1 --patient 12345 --yes")
  static final class Remove extends NodeCommand {
    @Mixin BackupCommand.Choice what = new BackupCommand.Choice();

    @Option(names = "--yes", description = "Do it.")
    boolean yes;

    @Override
    int run(NodeClient client) {
      JsonNode contract = client.get(Query.of(CONTRACTS, what.contract));
      ObjectNode unit = what.unitOf(contract);
      ArrayNode left = NodeClient.JSON.createArrayNode();
      unit.path("patients")
          .forEach(
              patient -> {
                if (!patient.asText().equals(what.patient)) {
                  left.add(patient);
                }
              });
      if (left.size() == unit.path("patients").size()) {
        throw new CliException(
            CliException.REFUSED, "the unit does not name this patient (expected: one it names)");
      }
      if (left.isEmpty()) {
        throw new CliException(
            CliException.REFUSED,
            "it is the unit's last patient, and a unit without patients is about all (expected: another one left; see contract change)");
      }
      String follows = follows(contract, unit);
      if (!yes) {
        return done(object().put("follows", follows), follows + " Say --yes to do it.");
      }
      unit.set("patients", left);
      JsonNode changed = what.change(client, contract);
      return done(
          changed,
          "Removed; contract %s has version %s. %s"
              .formatted(what.contract, changed.path("version").asText(), follows));
    }

    private static String follows(JsonNode contract, JsonNode unit) {
      String grace = contract.path("terms").path("grace").asText("");
      String retention = unit.path("retention").asText("");
      return "New exams of the patient are not taken under this unit, and it is charged no more from the next period on. "
          + "What is kept stays for the grace (%s)%s, or longer where another unit, a rule or a hold keeps it; after that it may be proposed to be destroyed."
              .formatted(
                  grace.isEmpty() ? "none agreed" : grace,
                  retention.isEmpty() ? "" : " and until " + retention + " after each exam");
    }
  }
}
