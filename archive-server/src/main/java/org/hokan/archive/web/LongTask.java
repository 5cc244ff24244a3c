package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that lasts, in a thread of its own, at most once at a time. Thread-safe. */
final class LongTask {
  private static final Logger LOG = LoggerFactory.getLogger(LongTask.class);

  private final String name;
  private final Clock clock;
  private volatile State state;
  private volatile boolean cancelled;

  LongTask(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
    this.state =
        new State(
            "IDLE",
            null,
            null,
            "",
            name + " did not run since the start",
            List.of(),
            Json.object());
  }

  /**
   * What the work found.
   *
   * @param figures the message for machines
   */
  record Result(String message, List<String> problems, ObjectNode figures) {
    Result(String message, List<String> problems) {
      this(message, problems, Json.object());
    }
  }

  /** Thrown out of the progress of work that somebody cancelled. */
  private static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** The work; takes who is told of its progress, which ends it where it was cancelled. */
  @FunctionalInterface
  interface Work {
    Result run(Consumer<String> progress);
  }

  private record State(
      String word,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      String progress,
      String message,
      List<String> problems,
      ObjectNode figures) {

    static State running(Instant startedAt, String progress, String name) {
      return new State(
          "RUNNING", startedAt, null, progress, name + " runs", List.of(), Json.object());
    }
  }

  /** Starts the work. */
  synchronized void start(Work work) {
    if (state.word().equals("RUNNING")) {
      throw Refusal.conflict(
          "%s runs already, since %s (wait for its end)".formatted(name, state.startedAt()));
    }
    cancelled = false;
    Instant now = clock.instant();
    state = State.running(now, "", name);
    Thread thread = new Thread(() -> run(work, now), name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Has the work end when it next tells of its progress; nothing where none runs. */
  synchronized void cancel() {
    cancelled = state.word().equals("RUNNING");
  }

  private void run(Work work, Instant startedAt) {
    LOG.info("{} started", name);
    try {
      Result result = work.run(progress -> tell(startedAt, progress));
      finish("DONE", startedAt, result);
      LOG.info("{} ended: {}", name, result.message());
    } catch (Cancelled e) {
      LOG.info("{} was cancelled", name);
      finish("CANCELLED", startedAt, new Result(name + " was cancelled", List.of()));
    } catch (RuntimeException | Error e) { // otherwise it would be taken for running for ever
      LOG.error("{} failed", name, e);
      finish(
          "FAILED",
          startedAt,
          new Result("%s failed; the node's log says why".formatted(name), List.of()));
    }
  }

  private void tell(Instant startedAt, String progress) {
    if (cancelled) {
      throw new Cancelled();
    }
    state = State.running(startedAt, progress, name);
  }

  private void finish(String word, Instant startedAt, Result result) {
    state =
        new State(
            word,
            startedAt,
            clock.instant(),
            state.progress(),
            result.message(),
            result.problems(),
            result.figures());
  }

  ObjectNode json() {
    State now = state;
    ObjectNode json = Json.object().put("task", name).put("state", now.word());
    if (now.startedAt() != null) {
      json.put("startedAt", now.startedAt().toString());
    }
    if (now.endedAt() != null) {
      json.put("endedAt", now.endedAt().toString());
    }
    json.put("progress", now.progress()).put("message", now.message());
    json.set("problems", Json.texts(now.problems()));
    json.setAll(now.figures());
    return json;
  }
}
