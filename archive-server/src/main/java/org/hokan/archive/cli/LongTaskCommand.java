package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Option;

/** Starts work that lasts, and waits for its end. */
abstract class LongTaskCommand extends NodeCommand {
  private static final Duration PAUSE = Duration.ofMillis(250);

  @Option(names = "--no-wait", description = "Start it and do not wait for its end.")
  boolean noWait;

  /** Where the work is asked for. */
  abstract Query query();

  /** How it is started. */
  Query start() {
    return query();
  }

  /** Starts it. */
  JsonNode begin(NodeClient client) throws IOException {
    return client.post(start());
  }

  /** Prints what is beside the message and the problems. */
  void details(JsonNode task) {
    // Most have nothing more to say.
  }

  @Override
  final int run(NodeClient client) throws IOException {
    JsonNode begun = begin(client);
    JsonNode task = begun;
    String shown = "";
    while (!noWait && task.path("state").asText().equals("RUNNING")) {
      LockSupport.parkNanos(PAUSE.toNanos());
      task = sameRun(begun, client.get(query()));
      String progress = task.path("progress").asText();
      if (!node.json && !progress.isEmpty() && !progress.equals(shown)) {
        shown = progress;
        err().println(progress);
        err().flush();
      }
    }
    return report(task);
  }

  /** What the node says of the run that was begun; refused when it tells of another one. */
  static JsonNode sameRun(JsonNode begun, JsonNode now) {
    String ours = begun.path("startedAt").asText();
    String theirs = now.path("startedAt").asText();
    if (!ours.equals(theirs)) {
      throw new CliException(
          CliException.FAILED,
          "the run of %s ended, and its answer is lost: %s (start it again)"
              .formatted(
                  ours,
                  theirs.isEmpty()
                      ? "the node was started anew"
                      : "another run, of " + theirs + ", has replaced it"));
    }
    return now;
  }

  private int report(JsonNode task) {
    if (node.json) {
      printJson(task);
    } else {
      out().println(DisplayWidth.printable(task.path("message").asText()));
      details(task);
      task.path("problems").forEach(p -> out().println("  " + DisplayWidth.printable(p.asText())));
    }
    String state = task.path("state").asText();
    return state.equals("FAILED") || !task.path("problems").isEmpty() ? CliException.REFUSED : 0;
  }
}
