package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan contract}. */
@Command(
    name = "contract",
    description = "What provider and facilities agreed: term, course, price, capacity.",
    subcommands = {
      ContractCommand.ListAll.class,
      ContractCommand.Show.class,
      ContractCommand.Add.class,
      ContractCommand.Change.class,
      ContractCommand.Remove.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan contract add --facility demo --from 2026-01-01 --until 2026-12-31 --course ANNUAL \\",
      "      --unit-rate 1000 --currency JPY --unit FACILITY --capacity 500GB",
      "  hokan contract list --facility demo"
    })
final class ContractCommand extends CommandGroup {
  private static final String PATH = "contracts";
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("CONTRACT", "id"),
          Column.number("VERSION", "version"),
          Column.text("FACILITY", "facility"),
          Column.text("FROM", "from"),
          Column.text("UNTIL", "until"),
          Column.text("COURSE", "course"),
          Column.number("POINTS", "pointsPerPeriod"),
          Column.number("UNIT RATE", "unitRate"),
          Column.text("CURRENCY", "currency"),
          Column.text("UNIT", "unit"),
          Column.number("CAPACITY", "capacity"),
          Column.text("STATE", "state"));

  /** Terms that can be given when a contract is made and when it is changed. */
  static final class Terms {
    @Option(names = "--from", paramLabel = "DATE", description = "First day of the term.")
    @Nullable String from;

    @Option(names = "--until", paramLabel = "DATE", description = "Last day of the term.")
    @Nullable String until;

    @Option(names = "--course", description = "ANNUAL or MONTHLY: how often it is charged.")
    @Nullable String course;

    @Option(names = "--unit-rate", paramLabel = "AMOUNT", description = "Price of one point.")
    @Nullable String unitRate;

    @Option(names = "--currency", description = "Of the unit rate, such as JPY or EUR.")
    @Nullable String currency;

    @Option(
        names = "--unit",
        description = "What is kept and billed on its own: FACILITY, PATIENT or STUDY.")
    @Nullable String unit;

    @Option(
        names = "--capacity",
        paramLabel = "SIZE",
        description = "How much may be kept, such as 500GB, 1.5TB or 64GiB.")
    @Nullable String capacity;

    void addTo(ObjectNode body) {
      NodeCommand.put(body, "from", from);
      NodeCommand.put(body, "until", until);
      NodeCommand.put(body, "course", course);
      NodeCommand.put(body, "unitRate", unitRate);
      NodeCommand.put(body, "currency", currency);
      NodeCommand.put(body, "unit", unit);
      NodeCommand.put(body, "capacity", capacity);
    }
  }

  @Command(
      name = "list",
      description = "List contracts, each in its latest version.",
      footerHeading = "%nExample:%n",
      footer = "  hokan contract list --facility demo")
  static final class ListAll extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Override
    int run(NodeClient client) {
      JsonNode items = client.get(Query.of(PATH).with("facility", facility)).path("items");
      return print(
          items, COLUMNS, "No contract. Agree one: hokan contract add --facility CODE ...");
    }
  }

  @Command(
      name = "show",
      description = "Show a contract with all its versions.",
      footerHeading = "%nExample:%n",
      footer = "  hokan contract show demo-1")
  static final class Show extends NodeCommand {
    @Parameters(paramLabel = "CONTRACT", description = "The contract's ID.")
    String id = "";

    @Override
    int run(NodeClient client) {
      JsonNode contract = client.get(Query.of(PATH, id));
      printOne(contract, COLUMNS);
      if (!node.json) {
        out().println();
        Table.print(
            out(),
            contract.path("versions"),
            List.of(
                Column.number("VERSION", "version"),
                Column.text("FROM", "from"),
                Column.text("UNTIL", "until"),
                Column.number("UNIT RATE", "unitRate"),
                Column.number("CAPACITY", "capacity"),
                Column.text("STATE", "state"),
                Column.time("AGREED AT", "agreedAt"),
                Column.text("BY", "agreedBy")));
      }
      return 0;
    }
  }

  @Command(
      name = "add",
      description = "Make a contract with a facility.",
      footerHeading = "%nExample:%n",
      footer = {
        "  hokan contract add --facility demo --from 2026-01-01 --until 2026-12-31 --course ANNUAL \\",
        "      --unit-rate 1000 --currency JPY --unit FACILITY --capacity 500GB"
      })
  static final class Add extends NodeCommand {
    @Option(names = "--facility", required = true, paramLabel = "CODE", description = "With whom.")
    String facility = "";

    @Mixin final Terms terms = new Terms();

    @Override
    int run(NodeClient client) {
      ObjectNode body = object().put("facility", facility);
      terms.addTo(body);
      JsonNode added = client.send("POST", Query.of(PATH), body);
      return done(
          added,
          "Contract %s with %s is agreed: %s to %s, %s, %s %s a point, %s, %s."
              .formatted(
                  added.path("id").asText(),
                  facility,
                  added.path("from").asText(),
                  added.path("until").asText(),
                  added.path("course").asText(),
                  added.path("currency").asText(),
                  added.path("unitRate").asText(),
                  added.path("unit").asText(),
                  added.path("capacity").asText()));
    }
  }

  @Command(
      name = "change",
      description = "Make a new version of a contract; what is not given stays.",
      footerHeading = "%nExample:%n",
      footer = "  hokan contract change demo-1 --capacity 2TB --until 2027-12-31")
  static final class Change extends NodeCommand {
    @Parameters(paramLabel = "CONTRACT", description = "The contract's ID.")
    String id = "";

    @Mixin final Terms terms = new Terms();

    @Override
    int run(NodeClient client) {
      ObjectNode body = (ObjectNode) client.get(Query.of(PATH, id));
      body.remove("versions");
      terms.addTo(body);
      JsonNode changed = client.send("PUT", Query.of(PATH, id), body);
      return done(
          changed, "Contract %s has version %s.".formatted(id, changed.path("version").asText()));
    }
  }

  @Command(
      name = "remove",
      description = "Take back a contract under which nothing was kept or charged.",
      footerHeading = "%nExample:%n",
      footer = "  hokan contract remove demo-1")
  static final class Remove extends NodeCommand {
    @Parameters(paramLabel = "CONTRACT", description = "The contract's ID.")
    String id = "";

    @Override
    int run(NodeClient client) {
      client.delete(Query.of(PATH, id));
      return done(object().put("removed", id), "Contract %s is withdrawn.".formatted(id));
    }
  }
}
