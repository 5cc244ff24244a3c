package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan rule}. */
@Command(
    name = "rule",
    description =
        "Storage rules: what is done with what an AE sends. The lowest order that matches decides.",
    subcommands = {
      RuleCommand.ListAll.class,
      RuleCommand.Show.class,
      RuleCommand.Add.class,
      RuleCommand.Change.class,
      RuleCommand.Remove.class,
      RuleCommand.Test.class,
      RuleDryRun.class,
      RuleStagingCommands.Stage.class,
      RuleStagingCommands.Staged.class,
      RuleStagingCommands.Unstage.class,
      RuleStagingCommands.Activate.class,
      RuleStagingCommands.History.class,
      RuleStagingCommands.RollBack.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan rule add --ae ENDO1 --name stills --when 'modality == \"ES\"' --then"
          + " storage-class=ECONOMY --order 10",
      "  hokan rule test --ae ENDO1 picture.dcm"
    })
final class RuleCommand extends CommandGroup {
  private static final String PATH = "rules";
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("AE TITLE", "ae"),
          Column.number("ORDER", "order"),
          Column.text("NAME", "name"),
          Column.number("VERSION", "version"),
          Column.text("WHEN", "when"),
          Column.text("THEN", "then"));

  /** Whose rules. */
  abstract static class OfSender extends NodeCommand {
    @Option(
        names = "--ae",
        required = true,
        paramLabel = "TITLE",
        description = "AE title of the sender.")
    String ae = "";
  }

  /** Which rule. */
  abstract static class OfRule extends OfSender {
    @Option(names = "--name", required = true, description = "The rule's name, unique for the AE.")
    String name = "";

    Query query() {
      return Query.of(PATH, ae, name);
    }
  }

  @Command(
      name = "list",
      description = "List rules in the order in which they are asked.",
      footerHeading = "%nExample:%n",
      footer = "  hokan rule list --ae ENDO1")
  static final class ListAll extends NodeCommand {
    @Option(names = "--ae", paramLabel = "TITLE", description = "Only this AE's.")
    @Nullable String ae;

    @Override
    int run(NodeClient client) {
      JsonNode items = client.get(Query.of(PATH).with("ae", ae)).path("items");
      return print(items, COLUMNS, "No rule: what arrives is kept once (ECONOMY), as it came.");
    }
  }

  @Command(
      name = "show",
      description = "Show a rule with all its versions.",
      footerHeading = "%nExample:%n",
      footer = "  hokan rule show --ae ENDO1 --name stills")
  static final class Show extends OfRule {
    @Override
    int run(NodeClient client) {
      JsonNode rule = client.get(query());
      printOne(rule, COLUMNS);
      warn(rule);
      if (!node.json) {
        out().println();
        table(
            rule.path("versions"),
            List.of(
                Column.number("VERSION", "version"),
                Column.number("ORDER", "order"),
                Column.text("WHEN", "when"),
                Column.text("THEN", "then"),
                Column.text("REMOVED", "removed"),
                Column.time("CHANGED AT", "changedAt"),
                Column.text("BY", "changedBy")));
      }
      return 0;
    }
  }

  @Command(
      name = "add",
      description = "Add a rule.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  hokan rule add --ae ENDO1 --name stills --when 'modality == \"ES\"' --then"
            + " storage-class=ECONOMY --order 10",
        "  hokan rule add --ae ENDO1 --name huge --when 'size > 2000000000' --then quarantine"
            + " --order 5"
      })
  static final class Add extends OfRule {
    @Option(
        names = "--when",
        required = true,
        paramLabel = "CONDITION",
        description =
            "A condition in CEL over modality, sop_family, syntax_family, size, calling_ae,"
                + " patient_id, hour, attribute.KEYWORD and others (archive-server/docs/storage-rules.md); or"
                + " true.")
    String when = "";

    @Option(
        names = "--then",
        required = true,
        paramLabel = "ACTIONS",
        description =
            "refuse, refuse=STATUS, quarantine, accept, or some of storage-class=ECONOMY|DELUXE,"
                + " copies=1|2, retention=10y, compression=lossless,"
                + " compress=at-once|nightly|30d, forward=AE, bill=SERVICE, backup=PATIENT|STUDY,"
                + " notify=TEXT (archive-server/docs/storage-rules.md).")
    String then = "";

    @Option(names = "--order", required = true, description = "Its place among the AE's rules.")
    int order;

    @Override
    int run(NodeClient client) {
      ObjectNode body = object().put("ae", ae).put("name", name);
      body.put("when", when).put("then", then).put("order", order);
      JsonNode added = client.send("POST", Query.of(PATH), body);
      warn(added);
      return done(added, "Rule %s of AE %s is added.".formatted(name, ae));
    }
  }

  @Command(
      name = "change",
      description = "Make a new version of a rule; what is not given stays.",
      footerHeading = "%nExample:%n",
      footer = "  hokan rule change --ae ENDO1 --name stills --then storage-class=DELUXE")
  static final class Change extends OfRule {
    @Option(
        names = "--when",
        paramLabel = "CONDITION",
        description = "A condition in CEL, or true.")
    @Nullable String when;

    @Option(names = "--then", paramLabel = "ACTIONS", description = "What is done.")
    @Nullable String then;

    @Option(names = "--order", description = "Its place among the AE's rules.")
    @Nullable Integer order;

    @Option(
        names = "--if-version",
        paramLabel = "NUMBER",
        description = "Only if this version is in use: nobody changed it meanwhile.")
    @Nullable Integer version;

    @Override
    int run(NodeClient client) {
      ObjectNode body = (ObjectNode) client.get(query());
      if (version != null) {
        body.put("version", version);
      }
      body.remove("versions");
      put(body, "when", when);
      put(body, "then", then);
      if (order != null) {
        body.put("order", order);
      }
      JsonNode changed = client.send("PUT", query(), body);
      warn(changed);
      return done(
          changed,
          "Rule %s of AE %s has version %s.".formatted(name, ae, changed.path("version").asText()));
    }
  }

  @Command(
      name = "remove",
      description = "Take a rule out of use. What it decided stays.",
      footerHeading = "%nExample:%n",
      footer = "  hokan rule remove --ae ENDO1 --name stills")
  static final class Remove extends OfRule {
    @Override
    int run(NodeClient client) {
      client.delete(query());
      return done(
          object().put("removed", name), "Rule %s of AE %s is removed.".formatted(name, ae));
    }
  }

  @Command(
      name = "test",
      description =
          "Say what would be done with a DICOM file if an AE sent it now. Stores nothing.",
      footerHeading = "%nExample:%n",
      footer = "  hokan rule test --ae ENDO1 picture.dcm")
  static final class Test extends OfSender {
    private static final int HEAD_BYTES = 1 << 20;

    @Parameters(paramLabel = "FILE", description = "A DICOM file (PS3.10).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    Path file;

    @Option(names = "--call", paramLabel = "TITLE", description = "AE title that it calls.")
    @Nullable String called;

    @Option(
        names = "--peer",
        paramLabel = "ADDRESS",
        description = "IP address that it calls from.")
    @Nullable String peer;

    @Override
    int run(NodeClient client) throws IOException {
      if (!Files.isRegularFile(file)) {
        throw new CliException(
            CliException.USAGE, "%s: no such file (expected: a DICOM file)".formatted(file));
      }
      Query query =
          Query.of(PATH, "test")
              .with("ae", ae)
              .with("called", called)
              .with("peer", peer)
              .with("size", Files.size(file));
      JsonNode answer = client.upload(query, head());
      printOne(
          answer,
          List.of(
              Column.text("DECISION", "decision"),
              Column.text("WHY", "text"),
              Column.text("STORAGE CLASS", "storageClass"),
              Column.text("RETENTION", "retention"),
              Column.text("COMPRESSION", "compression"),
              Column.text("STATUS", "status"),
              Column.text("FORWARD", "forward"),
              Column.text("BILL", "bill"),
              Column.text("BACKUP", "backup"),
              Column.text("NOTIFY", "notify"),
              Column.text("CONTRACT", "contract"),
              Column.text("RULE", "rule")));
      if (!node.json && !answer.path("rules").isEmpty()) {
        out().println();
        table(
            answer.path("rules"),
            List.of(
                Column.number("ORDER", "order"),
                Column.text("NAME", "name"),
                Column.text("WHEN", "when"),
                Column.text("OUTCOME", "outcome"),
                Column.text("DETAIL", "detail")));
      }
      return 0;
    }

    private byte[] head() throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(HEAD_BYTES);
      }
    }
  }
}
