package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Waits for the end of work that lasts. */
final class RunWatch {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final NodeClient client;
  private final Query query;
  private final Consumer<String> progress;

  /**
   * @param query where the work is asked for
   * @param progress is told of each step once
   */
  RunWatch(NodeClient client, Query query, Consumer<String> progress) {
    this.client = client;
    this.query = query;
    this.progress = progress;
  }

  /** Prints each step on a line. */
  static Consumer<String> printing(PrintWriter err) {
    return step -> {
      err.println(step);
      err.flush();
    };
  }

  /** What the node says of the run at its end. */
  JsonNode end(JsonNode begun) {
    JsonNode task = begun;
    String shown = "";
    while (task.path("state").asText().equals("RUNNING")) {
      LockSupport.parkNanos(PAUSE.toNanos());
      task = sameRun(begun, client.get(query));
      String now = task.path("progress").asText();
      if (!now.isEmpty() && !now.equals(shown)) {
        shown = now;
        progress.accept(now);
      }
    }
    return task;
  }

  /** The same; the work is cancelled when this command is ended before it (Ctrl-C, SIGTERM). */
  JsonNode endOrCancel(JsonNode begun) {
    AtomicBoolean over = new AtomicBoolean();
    Runnable cancel =
        () -> {
          if (!over.get()) {
            client.delete(query);
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(cancel, "cancel"));
    try {
      return end(begun);
    } finally {
      over.set(true);
    }
  }

  /** What the node says of the run that was begun; refused when it tells of another one. */
  private static JsonNode sameRun(JsonNode begun, JsonNode now) {
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
}
