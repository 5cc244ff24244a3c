package org.hokan.archive.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LongTaskTest {
  private final LongTask task = new LongTask("work", Clock.systemUTC());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  private LongTask.Result twoSteps(Consumer<String> progress) {
    progress.accept("one");
    begun.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    progress.accept("two");
    return new LongTask.Result("whole", List.of());
  }

  private String state() {
    return task.json().path("state").asText();
  }

  @Test
  void whatIsCancelledEndsWithItsNextStep() throws Exception {
    task.start(this::twoSteps);
    begun.await();

    task.cancel();

    assertThat(state()).isEqualTo("RUNNING");
    goOn.countDown();
    await().until(() -> !state().equals("RUNNING"));
    assertThat(state()).isEqualTo("CANCELLED");
    assertThat(task.json().path("message").asText()).isEqualTo("work was cancelled");
  }

  @Test
  void aCancelWhileNothingRunsEndsNothingLater() {
    task.cancel();
    goOn.countDown();
    task.start(this::twoSteps);
    await().until(() -> !state().equals("RUNNING"));
    assertThat(state()).isEqualTo("DONE");
  }
}
