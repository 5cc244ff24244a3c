package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What other terms would have come to, and what is to come. */
final class SimulationCommands {
  private static final String PATH = "simulation";

  private SimulationCommands() {}

  /** Asks, waits, prints. */
  abstract static class Simulation extends NodeCommand {
    @Parameters(paramLabel = "CONTRACT", description = "The contract that the terms go out from.")
    String id = "";

    @Option(
        names = "--tariff",
        paramLabel = "NAME=VALUE",
        description =
            "Points of a period of a course of the terms, such as ANNUAL=12; or partPeriods,"
                + " rounding or tax, instead of theirs.")
    Map<String, String> tariff = new TreeMap<>();

    @Mixin final ContractTermsOptions terms = new ContractTermsOptions();

    /** The facility, and the terms when any were given. */
    final ObjectNode asked(NodeClient client) throws IOException {
      JsonNode contract = client.get(Query.of(ContractCommand.PATH, id));
      ObjectNode body = object().put("facility", contract.path("facility").asText());
      if (terms.isGiven() || !tariff.isEmpty()) {
        body.set("terms", terms.terms(contract.path("terms")));
      }
      if (!tariff.isEmpty()) {
        ObjectNode given = body.putObject("tariff");
        tariff.forEach((name, value) -> given.set(name, number(value)));
      }
      return body;
    }

    /** A number as one, the rest as it is. */
    private static JsonNode number(String value) {
      return value.matches("[0-9]{1,9}")
          ? NodeClient.JSON.getNodeFactory().numberNode(Integer.parseInt(value))
          : NodeClient.JSON.getNodeFactory().textNode(value);
    }

    final int answered(NodeClient client, ObjectNode body) {
      JsonNode begun = client.send("POST", Query.of(PATH), body);
      RunWatch watch =
          new RunWatch(client, Query.of(PATH), node.json ? step -> {} : RunWatch.printing(err()));
      JsonNode task = watch.endOrCancel(begun);
      if (!task.path("state").asText().equals("DONE")) {
        throw new CliException(CliException.FAILED, task.path("message").asText());
      }
      if (node.json) {
        printJson(task);
      } else {
        new SimulationReport(out(), width(), task).print();
      }
      return 0;
    }
  }

  @Command(
      name = "simulate",
      description = {
        "Work out what other terms or storage rules would have come to in past months.",
        "It replays the recorded traffic, and shows the result side by side with what was. What is",
        "not given stays as it is."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  hokan contract simulate demo-1 --months 2026-01..2026-06 --file other.yaml",
        "  hokan contract simulate demo-1 --months 2026-01..2026-06 --unit-rate 900 --capacity 2TB",
        "  hokan contract simulate demo-1 --months 2026-05 --staged",
        "  hokan contract simulate demo-1 --months 2026-05 --ae ENDO1 --rules rules.yaml",
        "  hokan contract simulate demo-1 --months 2026-05 --ae ENDO1 --name stills --when 'modality"
            + " == \"ES\"' --then copies=2"
      })
  static final class Simulate extends Simulation {
    @Option(
        names = "--months",
        required = true,
        paramLabel = "FROM..UNTIL",
        description = "The months, such as 2026-01..2026-06, or one.")
    String months = "";

    @Option(
        names = "--ae",
        paramLabel = "TITLE",
        description = "AE title of the sender whose rules are told, unless they name it.")
    @Nullable String ae;

    @Option(
        names = "--rules-on",
        paramLabel = "DAY",
        description =
            "With the rules as they were at the end of that day, in place of those in use.")
    @Nullable String rulesOn;

    @Mixin final TriedRulesOptions tried = new TriedRulesOptions();

    @Override
    int run(NodeClient client) throws IOException {
      String[] ends = months.split("\\.\\.", 2);
      ObjectNode body = asked(client);
      body.put("from", ends[0]).put("until", ends[ends.length - 1]);
      put(body, "ae", ae);
      put(body, "rulesOn", rulesOn);
      tried.putInto(body);
      return answered(client, body);
    }
  }

  @Command(
      name = "forecast",
      description = {
        "Work out capacity and cost of the next twelve months.",
        "It goes by the recorded traffic and says when the capacity is used up; of other terms,"
            + " too,",
        "when some are given."
      },
      footerHeading = "%nExample:%n",
      footer = "  hokan contract forecast demo-1 --capacity 2TB")
  static final class Ahead extends Simulation {
    private static final int MONTHS = 12;

    @Option(
        names = "--after",
        paramLabel = "YYYY-MM",
        description = "The last month of known traffic; the month before this one unless told.")
    @Nullable String after;

    @Override
    int run(NodeClient client) throws IOException {
      ObjectNode body = asked(client).put("ahead", MONTHS);
      put(body, "from", after);
      put(body, "until", after);
      return answered(client, body);
    }
  }
}
