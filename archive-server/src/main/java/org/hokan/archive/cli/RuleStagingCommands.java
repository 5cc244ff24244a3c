package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands of {@code hokan rule} that prepare changes, bring them into use, and go back. */
final class RuleStagingCommands {
  private static final String PATH = "rules";
  private static final List<Column> VERSIONS =
      List.of(
          Column.time("CHANGED AT", "changedAt"),
          Column.text("BY", "changedBy"),
          Column.text("NAME", "name"),
          Column.number("VERSION", "version"),
          Column.number("ORDER", "order"),
          Column.text("WHEN", "when"),
          Column.text("THEN", "then"),
          Column.text("REMOVED", "removed"));

  private RuleStagingCommands() {}

  /** Of an AE: all its rules, or one. */
  abstract static class OfRules extends RuleCommand.OfSender {
    @Option(names = "--name", description = "Only this rule.")
    @Nullable String name;

    final Query query(String what) {
      return Query.of(PATH, what).with("ae", ae).with("name", name);
    }
  }

  @Command(
      name = "stage",
      description = {
        "Prepare a change: a new rule, another version, or the end of one. It decides nothing yet.",
        "What is not given stays as it is in use. Try it with: rule dry-run --staged."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  hokan rule stage --ae ENDO1 --name stills --then storage-class=DELUXE --from 2027-01-01",
        "  hokan rule activate --ae ENDO1"
      })
  static final class Stage extends RuleCommand.OfRule {
    @Option(
        names = "--when",
        paramLabel = "CONDITION",
        description = "A condition in CEL, or true.")
    @Nullable String when;

    @Option(names = "--then", paramLabel = "ACTIONS", description = "What is done.")
    @Nullable String then;

    @Option(names = "--order", description = "Its place among the AE's rules.")
    @Nullable Integer order;

    @Option(names = "--remove", description = "The rule is to be taken out of use.")
    boolean remove;

    @Option(
        names = "--from",
        paramLabel = "DATE",
        description = "Comes into use by itself when this day begins at the facility.")
    @Nullable String from;

    @Option(
        names = "--if-version",
        paramLabel = "NUMBER",
        description = "Only if this version is in use: nobody changed it meanwhile.")
    @Nullable Integer version;

    @Override
    int run(NodeClient client) {
      ObjectNode body = object().put("ae", ae).put("name", name);
      put(body, "when", when);
      put(body, "then", then);
      put(body, "from", from);
      if (order != null) {
        body.put("order", order);
      }
      if (version != null) {
        body.put("version", version);
      }
      if (remove) {
        body.put("remove", true);
      }
      JsonNode staged = client.send("POST", Query.of(PATH, "staged"), body);
      String how = from == null ? "until rule activate" : "until the day %s begins".formatted(from);
      return done(
          staged,
          "A change of rule %s of AE %s is staged, not in use %s.".formatted(name, ae, how));
    }
  }

  @Command(
      name = "staged",
      description = "List changes that are prepared and not in use.",
      footerHeading = "%nExample:%n",
      footer = "  hokan rule staged --ae ENDO1")
  static final class Staged extends NodeCommand {
    @Option(names = "--ae", paramLabel = "TITLE", description = "Only this AE's.")
    @Nullable String ae;

    @Override
    int run(NodeClient client) {
      return print(
          client.get(Query.of(PATH, "staged").with("ae", ae)).path("items"),
          List.of(
              Column.text("AE TITLE", "ae"),
              Column.text("NAME", "name"),
              Column.number("ORDER", "order"),
              Column.text("WHEN", "when"),
              Column.text("THEN", "then"),
              Column.text("REMOVE", "remove"),
              Column.time("IN USE FROM", "from"),
              Column.time("STAGED AT", "stagedAt"),
              Column.text("BY", "stagedBy"),
              Column.text("PROBLEM", "problem")),
          "Nothing is staged.");
    }
  }

  @Command(
      name = "unstage",
      description = "Forget a prepared change.",
      footerHeading = "%nExample:%n",
      footer = "  hokan rule unstage --ae ENDO1 --name stills")
  static final class Unstage extends RuleCommand.OfRule {
    @Override
    int run(NodeClient client) {
      client.delete(Query.of(PATH, "staged", ae, name));
      return done(
          object().put("unstaged", name),
          "The change of rule %s of AE %s is forgotten.".formatted(name, ae));
    }
  }

  @Command(
      name = "activate",
      description = "Bring what is staged for an AE into use now, all of it or nothing.",
      footerHeading = "%nExample:%n",
      footer = "  hokan rule activate --ae ENDO1")
  static final class Activate extends OfRules {
    @Override
    int run(NodeClient client) {
      return print(client.post(query("activate")).path("items"), VERSIONS, "");
    }
  }

  @Command(
      name = "history",
      description = "List all changes of the rules of an AE, the latest first.",
      footerHeading = "%nExample:%n",
      footer = "  hokan rule history --ae ENDO1 --name stills")
  static final class History extends OfRules {
    @Override
    int run(NodeClient client) {
      return print(client.get(query("history")).path("items"), VERSIONS, "No rule was ever made.");
    }
  }

  @Command(
      name = "rollback",
      description =
          "Make what a rule was in an earlier version its new version; also when removed.",
      footerHeading = "%nExample:%n",
      footer = "  hokan rule rollback --ae ENDO1 --name stills --to 3")
  static final class RollBack extends RuleCommand.OfRule {
    @Option(
        names = "--to",
        required = true,
        paramLabel = "VERSION",
        description = "The version whose condition, actions and order come back.")
    int to;

    @Option(
        names = "--if-version",
        paramLabel = "NUMBER",
        description = "Only if this version is the latest: nobody changed it meanwhile.")
    @Nullable Integer version;

    @Override
    int run(NodeClient client) {
      JsonNode rule =
          client.post(Query.of(PATH, ae, name, "rollback").with("to", to).with("version", version));
      return done(
          rule,
          "Rule %s of AE %s is as in version %d again, as version %s."
              .formatted(name, ae, to, rule.path("version").asText()));
    }
  }
}
