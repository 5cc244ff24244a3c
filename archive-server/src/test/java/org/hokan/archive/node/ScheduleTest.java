package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void aTaskThatRunsOutOfMemoryIsDoneAgain() throws Exception {
    ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
    try {
      CountDownLatch runs = new CountDownLatch(3);
      Schedule.every(
          executor,
          Duration.ofMillis(50),
          "test",
          () -> {
            runs.countDown();
            throw new OutOfMemoryError("not really");
          });
      assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      executor.shutdownNow();
    }
  }
}
