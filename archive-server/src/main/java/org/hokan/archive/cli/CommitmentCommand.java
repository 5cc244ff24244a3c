package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan commitment}. */
@Command(
    name = "commitment",
    description = "Requests for storage commitment, and whether their askers were told.",
    subcommands = {
      CommitmentCommand.ListAll.class,
      CommitmentCommand.Show.class,
      CommitmentCommand.Retry.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan commitment list --state given_up",
      "  hokan commitment show 17",
      "  hokan commitment retry 17"
    })
final class CommitmentCommand extends CommandGroup {
  private static final String PATH = "commitments";

  @Command(
      name = "list",
      description = "List requests, the latest first.",
      footerHeading = "%nExample:%n",
      footer = "  hokan commitment list --facility demo --state given_up")
  static final class ListAll extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Option(names = "--ae", paramLabel = "TITLE", description = "Only of this AE title.")
    @Nullable String ae;

    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "Only these: requested, checked (not reported yet), reported or given_up.")
    @Nullable String state;

    @Mixin Page page = new Page();

    @Override
    int run(NodeClient client) {
      Query query =
          page.of(Query.of(PATH).with("facility", facility).with("ae", ae).with("state", state));
      return print(
          client.get(query).path("items"),
          List.of(
              Column.number("NUMBER", "id"),
              Column.text("FACILITY", "facility"),
              Column.text("ASKED BY", "ae"),
              Column.time("ASKED", "requested"),
              Column.text("STATE", "state"),
              Column.number("INSTANCES", "instances"),
              Column.number("FAILED", "failed"),
              Column.number("ATTEMPTS", "attempts"),
              Column.text("PROBLEM", "problem"),
              Column.text("TRANSACTION UID", "transactionUid")),
          "No such request for storage commitment.");
    }
  }

  @Command(
      name = "show",
      description = "Show a request with the instances that are not committed.",
      footerHeading = "%nExample:%n",
      footer = "  hokan commitment show 17")
  static final class Show extends NodeCommand {
    @Parameters(paramLabel = "NUMBER", description = "Its number in the list.")
    long id;

    @Override
    int run(NodeClient client) {
      JsonNode commitment = client.get(Query.of(PATH, Long.toString(id)));
      printOne(
          commitment,
          List.of(
              Column.number("NUMBER", "id"),
              Column.text("FACILITY", "facility"),
              Column.text("ASKED BY", "ae"),
              Column.text("TRANSACTION UID", "transactionUid"),
              Column.text("STATE", "state"),
              Column.time("ASKED", "requested"),
              Column.time("READ AGAIN", "checked"),
              Column.time("ENDED", "ended"),
              Column.number("INSTANCES", "instances"),
              Column.number("FAILED", "failed"),
              Column.number("ATTEMPTS", "attempts"),
              Column.time("NEXT ATTEMPT", "nextAttempt"),
              Column.text("PROBLEM", "problem")));
      if (!node.json && !commitment.path("failures").isEmpty()) {
        out().println();
        table(
            commitment.path("failures"),
            List.of(
                Column.text("CODE", "code"),
                Column.text("REASON", "reason"),
                Column.text("SOP INSTANCE UID", "sopInstanceUid")));
      }
      return 0;
    }
  }

  @Command(
      name = "retry",
      description = "Read the instances again, and report to the asker again, from now on.",
      footerHeading = "%nExample:%n",
      footer = "  hokan commitment retry 17")
  static final class Retry extends NodeCommand {
    @Parameters(paramLabel = "NUMBER", description = "Its number in the list.")
    long id;

    @Override
    int run(NodeClient client) {
      JsonNode begun = client.post(Query.of(PATH, Long.toString(id), "retry"));
      return done(begun, "Commitment %d is checked and reported again.".formatted(id));
    }
  }
}
