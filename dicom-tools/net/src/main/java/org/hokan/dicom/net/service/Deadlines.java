package org.hokan.dicom.net.service;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends stages that are not done in time. Looks at all of them a few times a second, while there are
 * any: the thousands that are done in time cost no timer. Thread-safe.
 */
final class Deadlines {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(TICK.toMillis(), TimeUnit.MILLISECONDS);
  private static final Deadlines ALL = new Deadlines();

  private final Queue<Awaited> awaited = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean looking = new AtomicBoolean();

  private Deadlines() {}

  private record Awaited(CompletableFuture<?> future, long latestNanos) {
    /** Whether nobody waits for it any more; one that is late fails now. */
    boolean over() {
      if (!future.isDone() && System.nanoTime() - latestNanos >= 0) {
        future.completeExceptionally(new TimeoutException());
      }
      return future.isDone();
    }
  }

  /**
   * Ends as the stage does or, soon after the deadline, with a {@link TimeoutException}; the stage
   * itself goes on.
   */
  static <T> CompletableFuture<T> within(Duration deadline, CompletionStage<T> stage) {
    CompletableFuture<T> copy = stage.toCompletableFuture().copy();
    if (!copy.isDone()) {
      ALL.awaited.add(new Awaited(copy, System.nanoTime() + deadline.toNanos()));
      ALL.lookLater();
    }
    return copy;
  }

  private void lookLater() {
    if (!looking.get() && looking.compareAndSet(false, true)) {
      LATER.execute(this::look);
    }
  }

  private void look() {
    looking.set(false);
    awaited.removeIf(Awaited::over);
    if (!awaited.isEmpty()) {
      lookLater();
    }
  }
}
