package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hokan compression}. */
@Command(
    name = "compression",
    description = "What is stored smaller, what could be, and what could not.",
    subcommands = {
      CompressionCommand.Status.class,
      CompressionCommand.Failed.class,
      CompressionCommand.Retry.class,
      CompressionCommand.Estimate.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan compression status",
      "  hokan compression failed --facility demo",
      "  hokan compression estimate --facility demo"
    })
final class CompressionCommand extends CommandGroup {
  private static final String PATH = "compression";

  @Command(
      name = "status",
      description = "Show what compression has saved each facility, and what this node can make.",
      footerHeading = "%nExample:%n",
      footer = {"  hokan compression status --json", "  hokan compression status --wait"})
  static final class Status extends NodeCommand {
    private static final Duration PAUSE = Duration.ofMillis(250);

    @Option(
        names = "--wait",
        description = "Wait until no study is to be looked at, also of those that wait for theirs.")
    boolean wait;

    @Override
    int run(NodeClient client) {
      JsonNode status = status(client);
      if (node.json) {
        return done(status, "");
      }
      out()
          .println(
              status.path("enabled").asBoolean()
                  ? "Compression runs; studies to be looked at: %d."
                      .formatted(status.path("waiting").asLong())
                  : "Compression does not run (compression.jobs is none).");
      status
          .path("forms")
          .forEach(
              form -> {
                if (!form.path("available").asBoolean()) {
                  out()
                      .println(
                          "Not on this machine: %s: %s"
                              .formatted(
                                  form.path("name").asText(), form.path("problem").asText()));
                }
              });
      return print(
          status.path("facilities"),
          List.of(
              Column.text("FACILITY", "facility"),
              Column.number("INSTANCES", "instances"),
              Column.number("SMALLER", "recompressed"),
              Column.bytes("CAME AS", "originalBytes"),
              Column.bytes("SAVED", "savedBytes"),
              Column.number("FAILED", "failed")),
          "Nothing is stored yet.");
    }

    private JsonNode status(NodeClient client) {
      JsonNode status = client.get(Query.of(PATH));
      while (wait && status.path("enabled").asBoolean() && status.path("waiting").asLong() > 0) {
        LockSupport.parkNanos(PAUSE.toNanos());
        status = client.get(Query.of(PATH));
      }
      return status;
    }
  }

  @Command(
      name = "failed",
      description = "List what could not be compressed, and why; it is stored as it came.",
      footerHeading = "%nExample:%n",
      footer = "  hokan compression failed --facility demo")
  static final class Failed extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Option(names = "--limit", description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit = 100;

    @Override
    int run(NodeClient client) {
      return print(
          client
              .get(Query.of(PATH, "failures").with("facility", facility).with("limit", limit))
              .path("items"),
          List.of(
              Column.text("FACILITY", "facility"),
              Column.time("TRIED", "triedAt"),
              Column.number("ATTEMPTS", "attempts"),
              Column.text("PROBLEM", "problem"),
              Column.text("SOP INSTANCE UID", "sopInstanceUid")),
          "Nothing failed.");
    }
  }

  @Command(
      name = "retry",
      description = "Try what could not be compressed again.",
      footerHeading = "%nExample:%n",
      footer = "  hokan compression retry --facility demo")
  static final class Retry extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Override
    int run(NodeClient client) {
      JsonNode begun = client.post(Query.of(PATH, "retry").with("facility", facility));
      return done(begun, "%d objects are tried again.".formatted(begun.path("retried").asLong()));
    }
  }

  @Command(
      name = "estimate",
      description = {
        "Say what a compression would save: a sample is really compressed, and thrown away.",
        "Of all that a facility keeps, or of what one storage rule matches."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  hokan compression estimate --facility demo",
        "  hokan compression estimate --ae ENDO1 --rule stills --sample 200"
      })
  static final class Estimate extends LongTaskCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Whose objects.")
    @Nullable String facility;

    @Option(names = "--ae", paramLabel = "TITLE", description = "The AE of the rule.")
    @Nullable String ae;

    @Option(names = "--rule", paramLabel = "NAME", description = "Only what it matches.")
    @Nullable String rule;

    @Option(
        names = "--compression",
        paramLabel = "WORD",
        description = "As in a rule's actions (default: the rule's, else lossless).")
    @Nullable String compression;

    @Option(names = "--sample", description = "Objects to compress (default: ${DEFAULT-VALUE}).")
    int sample = 50;

    @Override
    Query query() {
      return Query.of(PATH, "estimate");
    }

    @Override
    Query start() {
      return query()
          .with("facility", facility)
          .with("ae", ae)
          .with("rule", rule)
          .with("compression", compression)
          .with("sample", sample);
    }
  }
}
