package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan contract}. */
@Command(
    name = "contract",
    description = "What provider and facilities agreed: term, course, price, capacity and more.",
    subcommands = {
      ContractCommand.ListAll.class,
      ContractCommand.Show.class,
      ContractCommand.Diff.class,
      ContractCommand.Add.class,
      ContractCommand.Change.class,
      ContractCommand.Remove.class,
      SimulationCommands.Simulate.class,
      SimulationCommands.Ahead.class,
      ContractSteps.Draft.class,
      ContractSteps.Propose.class,
      ContractSteps.Counter.class,
      ContractSteps.Accept.class,
      ContractSteps.Withdraw.class,
      ContractSteps.Suspend.class,
      ContractSteps.Resume.class,
      ContractSteps.Terminate.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan contract add --facility demo --from 2026-01-01 --until 2026-12-31 --course ANNUAL"
          + " \\",
      "      --unit-rate 1000 --currency JPY --unit FACILITY --capacity 500GB",
      "  hokan contract propose --facility demo --file terms.yaml --signed-by 'Yamada'",
      "  hokan contract accept demo-1 --side FACILITY --signed-by 'Dr. Sato'",
      "  hokan contract list --facility demo"
    })
final class ContractCommand extends CommandGroup {
  static final String PATH = "contracts";
  static final List<Column> COLUMNS =
      List.of(
          Column.text("CONTRACT", "id"),
          Column.text("FACILITY", "facility"),
          Column.text("STATE", "state"),
          Column.text("VERSION", "holds"),
          Column.text("NOT YET", "notYet"),
          Column.number("STEP", "step"),
          Column.text("FROM", "from"),
          Column.text("UNTIL", "until"),
          Column.text("UNITS", "units"),
          Column.text("CURRENCY", "currency"),
          Column.number("CAPACITY", "capacity"),
          Column.number("KEPT", "kept"),
          Column.text("NOTE", "reminder"));

  @Command(
      name = "list",
      description = "List contracts: where each is in its life, and what is to know of its end.",
      footerHeading = "%nExample:%n",
      footer = "  hokan contract list --facility demo")
  static final class ListAll extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Override
    int run(NodeClient client) {
      JsonNode items = client.get(Query.of(PATH).with("facility", facility)).path("items");
      if (!node.json) {
        items.forEach(ContractCommand::putShown);
      }
      return print(
          items, COLUMNS, "No contract. Agree one: hokan contract add --facility CODE ...");
    }
  }

  @Command(
      name = "show",
      description = "Show a contract: its terms, its versions and all that was done to it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  hokan contract show demo-1",
        "  hokan contract show demo-1 --terms > terms.yaml",
        "  hokan contract change demo-1 --file terms.yaml"
      })
  static final class Show extends NodeCommand {
    @Parameters(paramLabel = "CONTRACT", description = "The contract's ID.")
    String id = "";

    @Option(names = "--terms", description = "Only its terms, as a file that --file takes.")
    boolean terms;

    @Override
    int run(NodeClient client) throws IOException {
      JsonNode contract = client.get(Query.of(PATH, id));
      if (terms) {
        out().print(ContractTermsOptions.written(contract.path("terms")));
        return 0;
      }
      if (!node.json) {
        putShown(contract);
      }
      printOne(contract, COLUMNS);
      warn(contract);
      if (!node.json) {
        out().println();
        if (contract.has("agreedVersion")) {
          out().println("Terms of version " + contract.path("agreedVersion").asText() + ":");
        }
        out().print(ContractTermsOptions.written(contract.path("terms")));
        out().println();
        table(
            contract.path("steps"),
            List.of(
                Column.number("STEP", "step"),
                Column.text("ACTION", "action"),
                Column.number("VERSION", "version"),
                Column.text("SIDE", "side"),
                Column.text("SIGNED BY", "signedBy"),
                Column.text("DAY", "day"),
                Column.text("NOTE", "note"),
                Column.time("AT", "at"),
                Column.text("BY", "by")));
      }
      return 0;
    }
  }

  @Command(
      name = "diff",
      description =
          "Say what two versions of a contract say differently; the latest two unless told.",
      footerHeading = "%nExamples:%n",
      footer = {"  hokan contract diff demo-1", "  hokan contract diff demo-1 1 3"})
  static final class Diff extends NodeCommand {
    @Parameters(index = "0", paramLabel = "CONTRACT", description = "The contract's ID.")
    String id = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "FROM", description = "One version.")
    @Nullable Integer from;

    @Parameters(index = "2", arity = "0..1", paramLabel = "TO", description = "The other one.")
    @Nullable Integer to;

    @Override
    int run(NodeClient client) {
      JsonNode diff = client.get(Query.of(PATH, id, "diff").with("from", from).with("to", to));
      List<Column> columns =
          List.of(
              Column.text("PLACE", "place"),
              Column.text("VERSION " + diff.path("from").asText(), "before"),
              Column.text("VERSION " + diff.path("to").asText(), "after"));
      return print(diff.path("items"), columns, "Both versions say the same.");
    }
  }

  @Command(
      name = "add",
      description = "Make a contract that both sides agreed to elsewhere.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  hokan contract add --facility demo --from 2026-01-01 --until 2026-12-31 --course ANNUAL"
            + " \\",
        "      --unit-rate 1000 --currency JPY --unit FACILITY --capacity 500GB",
        "  hokan contract add --facility demo --file terms.yaml"
      })
  static final class Add extends NodeCommand {
    @Option(names = "--facility", required = true, paramLabel = "CODE", description = "With whom.")
    String facility = "";

    @Mixin final ContractTermsOptions terms = new ContractTermsOptions();
    @Mixin final ContractSteps.CopyOption copy = new ContractSteps.CopyOption();

    @Override
    int run(NodeClient client) throws IOException {
      ObjectNode body = copy.put(object().put("facility", facility));
      body.set("terms", terms.terms());
      JsonNode added = client.send("POST", Query.of(PATH), body);
      warn(added);
      return done(
          added,
          "Contract %s with %s is agreed: %s to %s, %s, %s."
              .formatted(
                  added.path("id").asText(),
                  facility,
                  added.path("from").asText(),
                  added.path("until").asText(),
                  units(added),
                  added.path("capacity").asText()));
    }
  }

  /** For people: the version that holds, whose terms stand beside it, and apart what is to come. */
  private static void putShown(JsonNode contract) {
    String agreed = contract.path("agreedVersion").asText();
    String today = contract.path("versionToday").asText();
    List<String> notYet = new ArrayList<>();
    if (!today.isEmpty() && !today.equals(agreed)) {
      notYet.add("%s from %s on".formatted(agreed, contract.path("agreedFrom").asText()));
    }
    if (contract.has("offer")) {
      notYet.add(
          "%s %s".formatted(contract.path("version").asText(), contract.path("offer").asText()));
    }
    ((ObjectNode) contract)
        .put("holds", today.isEmpty() ? agreed : today)
        .put("notYet", String.join(", ", notYet))
        .put("kept", kept(contract));
  }

  /** Such as {@code 61.2 GB, 12.2%}; nothing of a contract that is not in force. */
  private static String kept(JsonNode contract) {
    return contract.has("keptBytes")
        ? "%s, %s%%"
            .formatted(
                Column.size(contract.path("keptBytes").asLong()),
                contract.path("keptPercent").asText())
        : "";
  }

  /** Such as {@code FACILITY ANNUAL 10 x JPY 1000}. */
  static String units(JsonNode contract) {
    return Column.text("", "units")
        .of(contract)
        .replace(" x ", " x " + contract.path("currency").asText() + " ");
  }

  @Command(
      name = "change",
      description = {
        "Make a new version that both sides agreed to elsewhere; what is not given stays.",
        "It holds from today or from a later day on; what was true before stays."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  hokan contract change demo-1 --capacity 2TB --until 2027-12-31",
        "  hokan contract change demo-1 --unit-rate 1100 --valid-from 2027-01-01"
      })
  static final class Change extends NodeCommand {
    @Parameters(paramLabel = "CONTRACT", description = "The contract's ID.")
    String id = "";

    @Option(
        names = "--valid-from",
        paramLabel = "DATE",
        description = "First day of the change; today unless told.")
    @Nullable String validFrom;

    @Mixin final ContractSteps.SeenOption seen = new ContractSteps.SeenOption();
    @Mixin final ContractTermsOptions terms = new ContractTermsOptions();

    @Override
    int run(NodeClient client) throws IOException {
      JsonNode contract = client.get(Query.of(PATH, id));
      ObjectNode body = object().put("step", seen.of(contract));
      put(body, "day", validFrom);
      body.set("terms", terms.terms(contract.path("terms")));
      JsonNode changed = client.send("PUT", Query.of(PATH, id), body);
      warn(changed);
      return done(
          changed,
          "Contract %s has version %s, which holds from %s on."
              .formatted(
                  id, changed.path("version").asText(), changed.path("agreedFrom").asText()));
    }
  }

  @Command(
      name = "remove",
      description = "Take back a contract under which nothing was kept or charged.",
      footerHeading = "%nExample:%n",
      footer = "  hokan contract remove demo-1 --if-step 1")
  static final class Remove extends NodeCommand {
    @Parameters(paramLabel = "CONTRACT", description = "The contract's ID.")
    String id = "";

    @Mixin final ContractSteps.SeenOption seen = new ContractSteps.SeenOption();

    @Override
    int run(NodeClient client) {
      JsonNode contract = client.get(Query.of(PATH, id));
      client.delete(Query.of(PATH, id).with("step", seen.of(contract)));
      return done(
          object().put("removed", id),
          "Contract %s, which was %s, is withdrawn."
              .formatted(id, contract.path("state").asText()));
    }
  }
}
