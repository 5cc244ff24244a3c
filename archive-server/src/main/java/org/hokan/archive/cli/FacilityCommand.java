package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan facility}. */
@Command(
    name = "facility",
    description = "The hospitals and clinics that the node keeps images for.",
    subcommands = {
      FacilityCommand.ListAll.class,
      FacilityCommand.Show.class,
      FacilityCommand.Add.class,
      FacilityCommand.Change.class,
      FacilityCommand.Remove.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan facility add demo --name \"Demo Hospital\" --issuer DEMO",
      "  hokan facility list"
    })
final class FacilityCommand extends CommandGroup {
  private static final String PATH = "facilities";
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("CODE", "code"),
          Column.text("NAME", "name"),
          Column.text("ISSUER", "issuer"),
          Column.text("TIME ZONE", "timeZone"));

  @Command(
      name = "list",
      description = "List all facilities.",
      footerHeading = "%nExample:%n",
      footer = "  hokan facility list --json")
  static final class ListAll extends NodeCommand {
    @Override
    int run(NodeClient client) {
      JsonNode items = client.get(Query.of(PATH)).path("items");
      return print(
          items, COLUMNS, "No facility yet. Admit one: hokan facility add CODE --name NAME");
    }
  }

  @Command(
      name = "show",
      description = "Show one facility.",
      footerHeading = "%nExample:%n",
      footer = "  hokan facility show demo")
  static final class Show extends NodeCommand {
    @Parameters(paramLabel = "CODE", description = "The facility's code.")
    String code = "";

    @Override
    int run(NodeClient client) {
      return printOne(client.get(Query.of(PATH, code)), COLUMNS);
    }
  }

  @Command(
      name = "add",
      description = "Admit a facility.",
      footerHeading = "%nExample:%n",
      footer = "  hokan facility add demo --name \"Demo Hospital\" --issuer DEMO")
  static final class Add extends NodeCommand {
    @Parameters(
        paramLabel = "CODE",
        description = "Its short name in the node: lower-case letters, digits, hyphens.")
    String code = "";

    @Option(names = "--name", required = true, description = "Its name for people.")
    String name = "";

    @Option(
        names = "--issuer",
        description = "Issuer of its patient IDs (default: the code in capitals).")
    @Nullable String issuer;

    @Option(
        names = "--time-zone",
        description = "Where its days begin, such as Asia/Tokyo (default: the node's).")
    @Nullable String timeZone;

    @Override
    int run(NodeClient client) {
      ObjectNode body = object().put("code", code).put("name", name);
      put(body, "issuer", issuer);
      put(body, "timeZone", timeZone);
      JsonNode added = client.send("POST", Query.of(PATH), body);
      return done(added, "Facility %s is admitted.".formatted(code));
    }
  }

  @Command(
      name = "change",
      description = "Change a facility; what is not given stays.",
      footerHeading = "%nExample:%n",
      footer = "  hokan facility change demo --name \"Demo University Hospital\"")
  static final class Change extends NodeCommand {
    @Parameters(paramLabel = "CODE", description = "The facility's code.")
    String code = "";

    @Option(names = "--name", description = "Its name for people.")
    @Nullable String name;

    @Option(names = "--issuer", description = "Issuer of its patient IDs.")
    @Nullable String issuer;

    @Option(names = "--time-zone", description = "Where its days begin; empty for the node's.")
    @Nullable String timeZone;

    @Option(
        names = "--move-days",
        description =
            "Change the time zone also where a contract was agreed: what was kept and charged"
                + " then falls on other days.")
    boolean moveDays;

    @Override
    int run(NodeClient client) {
      ObjectNode body = (ObjectNode) client.get(Query.of(PATH, code));
      put(body, "name", name);
      put(body, "issuer", issuer);
      put(body, "timeZone", timeZone);
      JsonNode changed =
          client.send("PUT", Query.of(PATH, code).with("moveDays", moveDays ? true : null), body);
      return done(changed, "Facility %s is changed.".formatted(code));
    }
  }

  @Command(
      name = "remove",
      description = "Remove a facility that has no AEs, contracts or images.",
      footerHeading = "%nExample:%n",
      footer = "  hokan facility remove demo")
  static final class Remove extends NodeCommand {
    @Parameters(paramLabel = "CODE", description = "The facility's code.")
    String code = "";

    @Override
    int run(NodeClient client) {
      client.delete(Query.of(PATH, code));
      return done(object().put("removed", code), "Facility %s is removed.".formatted(code));
    }
  }
}
