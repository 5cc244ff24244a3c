package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Starts work that lasts, and waits for its end. */
abstract class LongTaskCommand extends NodeCommand {
  @Option(names = "--no-wait", description = "Start it and do not wait for its end.")
  boolean noWait;

  /** Where the work is asked for. */
  abstract Query query();

  /** How it is started. */
  Query start() {
    return query();
  }

  /** Whether the work ends with this command. */
  boolean isCancelled() {
    return false;
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
    RunWatch watch =
        new RunWatch(client, query(), node.json ? step -> {} : RunWatch.printing(err()));
    JsonNode task = noWait ? begun : isCancelled() ? watch.endOrCancel(begun) : watch.end(begun);
    return report(task);
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
    return state.equals("FAILED") || state.equals("CANCELLED") || !task.path("problems").isEmpty()
        ? CliException.REFUSED
        : 0;
  }
}
