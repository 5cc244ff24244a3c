package org.hokan.archive.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PipeTest {
  private final Pipe pipe = new Pipe();

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }

  /** A maker in a thread of its own; completes with what ended it. */
  private CompletableFuture<Void> making(byte[] bytes, AtomicReference<Thread> thread) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread maker =
        new Thread(
            () -> {
              try {
                pipe.in().write(bytes);
                pipe.end();
                ended.complete(null);
              } catch (IOException e) {
                ended.completeExceptionally(e);
              }
            });
    thread.set(maker);
    maker.start();
    return ended;
  }

  @Test
  void whatIsMadeIsTakenInItsOrderUpToItsEnd() throws Exception {
    byte[] made = bytes(3 * Pipe.MOST_BYTES + 5);
    CompletableFuture<Void> maker = making(made, new AtomicReference<>());
    InputStream out = pipe.out();
    assertThat(out.read()).isEqualTo(made[0] & 0xff);
    byte[] rest = out.readAllBytes();
    assertThat(rest).isEqualTo(Arrays.copyOfRange(made, 1, made.length));
    assertThat(out.read()).isNegative();
    maker.get();
  }

  @Test
  void aMakerWaitsWhileAsMuchIsMadeAsMayWait() throws Exception {
    AtomicReference<Thread> thread = new AtomicReference<>();
    CompletableFuture<Void> maker = making(bytes(Pipe.MOST_BYTES + 1), thread);
    await().until(() -> thread.get().getState() == Thread.State.WAITING);
    assertThat(maker).isNotDone();
    assertThat(pipe.out().readAllBytes()).hasSize(Pipe.MOST_BYTES + 1);
    maker.get();
  }

  @Test
  void whatEndsTheMakerIsToldAfterAllThatItMade() throws IOException {
    pipe.in().write(new byte[] {7});
    pipe.fail(new IOException("frame 2 is broken"));
    InputStream out = pipe.out();
    assertThat(out.read()).isEqualTo(7);
    assertThatThrownBy(out::read).isInstanceOf(IOException.class).hasMessage("frame 2 is broken");
    assertThat(pipe.failure()).isPresent();
  }

  @Test
  void aTakerThatClosesEndsAMakerThatWaits() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    CompletableFuture<Void> maker = making(bytes(2 * Pipe.MOST_BYTES), thread);
    await().until(() -> thread.get().getState() == Thread.State.WAITING);
    pipe.abandon();
    assertThatThrownBy(maker::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("nobody takes it any more");
    pipe.fail(new IOException("too late"));
    assertThat(pipe.failure()).as("an end that the taker wanted").isEmpty();
  }

  @Test
  void aTakerThatIsInterruptedStopsWaitingAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(pipe::awaitSome).isInstanceOf(IOException.class).hasMessage("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
