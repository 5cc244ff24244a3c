package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What provider and facility do to a contract, one command for each thing. */
final class ContractSteps {
  private static final String PATH = ContractCommand.PATH;

  private ContractSteps() {}

  /** Whether what was chosen goes on. */
  static final class CopyOption {
    @Option(
        names = "--copy-choices",
        description =
            "Choose the patients and exams that the facility's contract before it keeps to its"
                + " end.")
    boolean copies;

    ObjectNode put(ObjectNode body) {
      return copies ? body.put("copyChoices", true) : body;
    }
  }

  /** What its author knows of the contract. */
  static final class SeenOption {
    @Option(
        names = "--if-step",
        paramLabel = "NUMBER",
        description =
            "Only if this is still its last step, as list and show tell: nobody did anything"
                + " meanwhile.")
    @Nullable Integer step;

    /** As it was told; else the last one now. */
    int of(JsonNode contract) {
      return step == null ? contract.path("step").asInt() : step;
    }
  }

  /** Who says so. */
  abstract static class Step extends NodeCommand {
    final String action;

    @Option(
        names = "--side",
        description = "On whose behalf: PROVIDER or FACILITY; PROVIDER unless told.")
    String side = "PROVIDER";

    @Option(
        names = "--signed-by",
        required = true,
        paramLabel = "NAME",
        description = "The person of that side who says so.")
    String signedBy = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "For the reader of the contract.")
    @Nullable String note;

    Step(String action) {
      this.action = action;
    }

    ObjectNode said() {
      ObjectNode body = object().put("action", action).put("side", side).put("signedBy", signedBy);
      put(body, "note", note);
      return body;
    }

    int answered(JsonNode contract) {
      warn(contract);
      String offer = contract.path("offer").asText();
      return done(
          contract,
          "Contract %s is %s%s."
              .formatted(
                  contract.path("id").asText(),
                  contract.path("state").asText(),
                  offer.isEmpty() || offer.equals(contract.path("state").asText())
                      ? ""
                      : ", version %s of it %s"
                          .formatted(contract.path("version").asText(), offer)));
    }
  }

  /** Something said about a contract there is. */
  abstract static class OfContract extends Step {
    @Parameters(paramLabel = "CONTRACT", description = "The contract's ID.")
    String id = "";

    @Mixin final SeenOption seen = new SeenOption();

    OfContract(String action) {
      super(action);
    }

    @Override
    int run(NodeClient client) {
      ObjectNode said = said();
      said.put("step", seen.of(client.get(Query.of(PATH, id))));
      return answered(client.send("POST", Query.of(PATH, id, "steps"), said));
    }
  }

  /** Terms for a new contract or for one there is. */
  abstract static class Writing extends Step {
    @Parameters(
        arity = "0..1",
        paramLabel = "CONTRACT",
        description = "The contract's ID; none: a new contract.")
    @Nullable String id;

    @Option(
        names = "--facility",
        paramLabel = "CODE",
        description = "Of a new contract: with whom.")
    @Nullable String facility;

    @Option(
        names = "--valid-from",
        paramLabel = "DATE",
        description = "Of a change: its first day; that of the agreement unless told.")
    @Nullable String validFrom;

    @Mixin final SeenOption seen = new SeenOption();
    @Mixin final ContractTermsOptions terms = new ContractTermsOptions();

    Writing(String action) {
      super(action);
    }

    @Override
    int run(NodeClient client) throws IOException {
      if ((id == null) == (facility == null)) {
        throw new CliException(
            CliException.REFUSED, "expected: a contract's ID, or --facility for a new one");
      }
      ObjectNode said = said();
      put(said, "day", validFrom);
      return id == null ? begin(client, said) : go(client, id, said);
    }

    private int begin(NodeClient client, ObjectNode said) throws IOException {
      said.put("facility", facility);
      said.set("terms", terms.terms());
      return answered(client.send("POST", Query.of(PATH), said));
    }

    private int go(NodeClient client, String contract, ObjectNode said) throws IOException {
      JsonNode soFar = client.get(Query.of(PATH, contract));
      said.put("step", seen.of(soFar));
      boolean draft = soFar.path("offer").asText().equals("DRAFT") && action.equals("PROPOSE");
      if (terms.isGiven() || !draft) {
        said.set("terms", terms.terms(latest(soFar)));
      }
      return answered(client.send("POST", Query.of(PATH, contract, "steps"), said));
    }

    private static JsonNode latest(JsonNode contract) {
      JsonNode versions = contract.path("versions");
      return contract.has("offer")
          ? versions.path(versions.size() - 1).path("terms")
          : contract.path("terms");
    }
  }

  @Command(
      name = "draft",
      description = "Write terms down without offering them.",
      footerHeading = "%nExample:%n",
      footer = "  hokan contract draft --facility demo --file terms.yaml --signed-by Yamada")
  static final class Draft extends Writing {
    Draft() {
      super("DRAFT");
    }
  }

  @Command(
      name = "propose",
      description = "Offer a contract, a draft, or a change of a contract that was agreed.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  hokan contract propose --facility demo --file terms.yaml --signed-by Yamada",
        "  hokan contract propose demo-1 --signed-by Yamada",
        "  hokan contract propose demo-1 --unit-rate 1100 --valid-from 2027-01-01 --signed-by"
            + " Yamada"
      })
  static final class Propose extends Writing {
    Propose() {
      super("PROPOSE");
    }
  }

  @Command(
      name = "counter",
      description = "Answer an offer with other terms; what is not given stays as offered.",
      footerHeading = "%nExample:%n",
      footer =
          "  hokan contract counter demo-1 --unit-rate 900 --side FACILITY --signed-by 'Dr. Sato'")
  static final class Counter extends Writing {
    Counter() {
      super("COUNTER");
    }
  }

  @Command(
      name = "accept",
      description = "Agree to the other side's offer.",
      footerHeading = "%nExample:%n",
      footer = {
        "  hokan contract accept demo-1 --side FACILITY --signed-by 'Dr. Sato'",
        "  hokan contract accept demo-2 --side FACILITY --signed-by 'Dr. Sato' --copy-choices"
      })
  static final class Accept extends OfContract {
    @Mixin final CopyOption copy = new CopyOption();

    Accept() {
      super("ACCEPT");
    }

    @Override
    ObjectNode said() {
      return copy.put(super.said());
    }
  }

  @Command(
      name = "withdraw",
      description = "Take back an offer, or decline it.",
      footerHeading = "%nExample:%n",
      footer = "  hokan contract withdraw demo-1 --side FACILITY --signed-by 'Dr. Sato'")
  static final class Withdraw extends OfContract {
    Withdraw() {
      super("WITHDRAW");
    }

    @Override
    int answered(JsonNode contract) {
      return contract.has("agreedVersion")
          ? done(
              contract,
              "The offer is taken back; contract %s stays %s with version %s."
                  .formatted(
                      contract.path("id").asText(),
                      contract.path("state").asText(),
                      contract.path("agreedVersion").asText()))
          : super.answered(contract);
    }
  }

  @Command(
      name = "suspend",
      description = "Take no new examinations for the time being; all that is kept stays.",
      footerHeading = "%nExample:%n",
      footer = "  hokan contract suspend demo-1 --signed-by Yamada --note 'unpaid since June'")
  static final class Suspend extends OfContract {
    Suspend() {
      super("SUSPEND");
    }
  }

  @Command(
      name = "resume",
      description = "Go on after a suspension.",
      footerHeading = "%nExample:%n",
      footer = "  hokan contract resume demo-1 --signed-by Yamada")
  static final class Resume extends OfContract {
    Resume() {
      super("RESUME");
    }
  }

  @Command(
      name = "terminate",
      description = "End a contract before its last day.",
      footerHeading = "%nExample:%n",
      footer =
          "  hokan contract terminate demo-1 --on 2026-09-30 --side FACILITY --signed-by 'Dr."
              + " Sato' --yes")
  static final class Terminate extends OfContract {
    @Option(names = "--on", paramLabel = "DATE", description = "The last day; today unless told.")
    @Nullable String on;

    @Option(names = "--yes", description = "Do it; without, it is only said what would happen.")
    boolean yes;

    Terminate() {
      super("TERMINATE");
    }

    @Override
    int run(NodeClient client) {
      if (!yes) {
        throw new CliException(
            CliException.REFUSED, whatFor(client.get(Query.of(PATH, id))) + " (expected: --yes)");
      }
      return super.run(client);
    }

    /** What a mistyped ID or day would do, before it is done. */
    private String whatFor(JsonNode contract) {
      return "contract %s of %s, %s to %s, would end on %s: nothing is taken under it after that day, of what was charged for later days the share is given back where its terms charge parts of periods, and it does not begin again; nothing is done"
          .formatted(
              contract.path("id").asText(),
              contract.path("facility").asText(),
              contract.path("from").asText(),
              contract.path("until").asText(),
              on == null ? "this day" : on);
    }

    @Override
    ObjectNode said() {
      ObjectNode said = super.said();
      put(said, "day", on);
      return said;
    }

    @Override
    int answered(JsonNode contract) {
      if (contract.path("state").asText().equals("TERMINATED")) {
        return super.answered(contract);
      }
      return done(
          contract,
          "Contract %s is %s and ends on %s."
              .formatted(
                  contract.path("id").asText(),
                  contract.path("state").asText(),
                  contract.path("until").asText()));
    }
  }
}
