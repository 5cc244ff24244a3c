package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RehearsalTurnsTest {
  private static final Set<Thread.State> WAITS =
      EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  private final AtomicLong now = new AtomicLong();
  private final RehearsalTurns turns = new RehearsalTurns(Duration.ofSeconds(10), now::get);

  private void passes(Duration time) {
    now.addAndGet(time.toNanos());
  }

  /** Asks on another thread, and returns once that waits. */
  private CompletableFuture<Boolean> waiting() {
    CompletableFuture<Boolean> turn = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                turn.complete(turns.next());
              } catch (IOException e) {
                turn.completeExceptionally(e);
              }
            });
    thread.start();
    while (!WAITS.contains(thread.getState()) && !turn.isDone()) {
      Thread.onSpinWait();
    }
    assertThat(turn).isNotDone();
    return turn;
  }

  @Test
  void thereIsATurnWhileNobodyIsServed() throws IOException {
    assertThat(turns.next()).isTrue();
  }

  @Test
  void aTurnWaitsUntilTheLastGuestHasGone() {
    turns.comes();
    turns.comes();
    CompletableFuture<Boolean> turn = waiting();
    turns.goes();
    assertThat(turn).isNotDone();
    turns.goes();
    assertThat(turn.join()).isTrue();
  }

  @Test
  void whoWaitsIsToldThatItIsOver() {
    turns.comes();
    CompletableFuture<Boolean> turn = waiting();
    turns.end();
    assertThat(turn.join()).isFalse();
  }

  @Test
  void itIsOverOnceItsTimeIs() throws IOException {
    turns.begin();
    passes(Duration.ofSeconds(9));
    assertThat(turns.next()).isTrue();
    passes(Duration.ofSeconds(1));
    assertThat(turns.next()).isFalse();
  }

  @Test
  void itsTimeDoesNotRunBeforeItBegins() throws IOException {
    passes(Duration.ofSeconds(30));
    turns.begin();
    assertThat(turns.next()).isTrue();
  }

  @Test
  void itsTimeDoesNotRunWhileSomebodyIsServed() throws IOException {
    turns.begin();
    passes(Duration.ofSeconds(6));
    turns.comes();
    passes(Duration.ofSeconds(50));
    turns.goes();
    passes(Duration.ofSeconds(3));
    assertThat(turns.next()).isTrue();
    passes(Duration.ofSeconds(1));
    assertThat(turns.next()).isFalse();
  }

  @Test
  void itIsOverWhenItWouldHaveToWaitForAMinute() throws IOException {
    turns.comes();
    passes(Duration.ofMinutes(1));
    assertThat(turns.next()).isFalse();
    turns.goes();
    assertThat(turns.next()).isFalse();
  }
}
