package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan ae}. */
@Command(
    name = "ae",
    description = "The facilities' DICOM application entities, and what each may do.",
    subcommands = {
      AeCommand.ListAll.class,
      AeCommand.Show.class,
      AeCommand.Add.class,
      AeCommand.Change.class,
      AeCommand.Remove.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan ae add ENDO1 --facility demo --may store,query,retrieve,commit --host 10.1.2.3 --port 11113",
      "  hokan ae list --facility demo"
    })
final class AeCommand extends CommandGroup {
  private static final String PATH = "aes";
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("AE TITLE", "title"),
          Column.text("FACILITY", "facility"),
          Column.text("MAY", "may"),
          Column.text("HOST", "host"),
          Column.number("PORT", "port"),
          Column.text("ALLOWED FROM", "allowedFrom"));

  /** What can be said of an AE. */
  static final class Parts {
    @Option(
        names = "--may",
        split = ",",
        paramLabel = "WHAT",
        description = "What it may do, comma separated: store, query, retrieve, receive, commit.")
    @Nullable List<String> may;

    @Option(names = "--host", description = "Where the node reaches it, for C-MOVE.")
    @Nullable String host;

    @Option(names = "--port", description = "Its TCP port there.")
    @Nullable Integer port;

    @Option(
        names = "--allow-from",
        split = ",",
        paramLabel = "NETWORK",
        description = "Addresses it may call from, such as 10.1.0.0/16 (default: any).")
    @Nullable List<String> allowedFrom;

    void addTo(ObjectNode body) {
      putAll(body, "may", may);
      putAll(body, "allowedFrom", allowedFrom);
      NodeCommand.put(body, "host", host);
      if (port != null) {
        body.put("port", port);
      }
    }

    private static void putAll(ObjectNode body, String field, @Nullable List<String> values) {
      if (values != null) {
        values.stream().filter(value -> !value.isBlank()).forEach(body.putArray(field)::add);
      }
    }
  }

  @Command(
      name = "list",
      description = "List AEs.",
      footerHeading = "%nExample:%n",
      footer = "  hokan ae list --facility demo")
  static final class ListAll extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Override
    int run(NodeClient client) {
      JsonNode items = client.get(Query.of(PATH).with("facility", facility)).path("items");
      return print(
          items, COLUMNS, "No AE. Add one: hokan ae add TITLE --facility CODE --may store");
    }
  }

  @Command(
      name = "show",
      description = "Show one AE.",
      footerHeading = "%nExample:%n",
      footer = "  hokan ae show ENDO1")
  static final class Show extends NodeCommand {
    @Parameters(paramLabel = "TITLE", description = "The AE title.")
    String title = "";

    @Override
    int run(NodeClient client) {
      return printOne(client.get(Query.of(PATH, title)), COLUMNS);
    }
  }

  @Command(
      name = "add",
      description = "Add an AE to a facility. AE titles are unique on the node.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  hokan ae add ENDO1 --facility demo --may store",
        "  hokan ae add VIEWER1 --facility demo --may query,retrieve --host 10.1.2.3 --port 11113"
      })
  static final class Add extends NodeCommand {
    @Parameters(paramLabel = "TITLE", description = "The AE title, at most 16 characters.")
    String title = "";

    @Option(
        names = "--facility",
        required = true,
        paramLabel = "CODE",
        description = "Whose it is.")
    String facility = "";

    @Mixin final Parts parts = new Parts();

    @Override
    int run(NodeClient client) {
      ObjectNode body = object().put("title", title).put("facility", facility);
      parts.addTo(body);
      JsonNode added = client.send("POST", Query.of(PATH), body);
      return done(added, "AE %s of facility %s is added.".formatted(title, facility));
    }
  }

  @Command(
      name = "change",
      description = "Change an AE; what is not given stays.",
      footerHeading = "%nExample:%n",
      footer = "  hokan ae change ENDO1 --may store,commit --host 10.1.2.4 --port 11113")
  static final class Change extends NodeCommand {
    @Parameters(paramLabel = "TITLE", description = "The AE title.")
    String title = "";

    @Option(names = "--no-address", description = "The node does not reach it any more.")
    boolean noAddress;

    @Mixin final Parts parts = new Parts();

    @Override
    int run(NodeClient client) {
      ObjectNode body = (ObjectNode) client.get(Query.of(PATH, title));
      if (noAddress) {
        body.remove(List.of("host", "port"));
      }
      parts.addTo(body);
      JsonNode changed = client.send("PUT", Query.of(PATH, title), body);
      return done(changed, "AE %s is changed.".formatted(title));
    }
  }

  @Command(
      name = "remove",
      description = "Remove an AE. What it sent is kept.",
      footerHeading = "%nExample:%n",
      footer = "  hokan ae remove ENDO1")
  static final class Remove extends NodeCommand {
    @Parameters(paramLabel = "TITLE", description = "The AE title.")
    String title = "";

    @Override
    int run(NodeClient client) {
      client.delete(Query.of(PATH, title));
      return done(object().put("removed", title), "AE %s is removed.".formatted(title));
    }
  }
}
