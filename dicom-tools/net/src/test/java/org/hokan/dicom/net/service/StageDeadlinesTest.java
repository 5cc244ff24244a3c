package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StageDeadlinesTest {
  @Test
  void whatIsNotDoneInTimeFailsAndTheStageItselfGoesOn() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    CompletableFuture<String> within = Deadlines.within(Duration.ofMillis(1), stage);
    assertThatThrownBy(within::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TimeoutException.class);
    assertThat(stage.isDone()).isFalse();
  }

  @Test
  void whatIsDoneInTimeEndsAsTheStageDoesWhoeverElseIsLate() throws Exception {
    CompletableFuture<String> never = new CompletableFuture<>();
    CompletableFuture<String> late = Deadlines.within(Duration.ofMillis(1), never);
    List<CompletableFuture<Integer>> stages = new ArrayList<>();
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      stages.add(new CompletableFuture<>());
      all.add(Deadlines.within(Duration.ofHours(1), stages.get(i)));
    }
    assertThatThrownBy(late::get).hasCauseInstanceOf(TimeoutException.class);
    for (int i = 0; i < 100; i++) {
      assertThat(all.get(i).isDone()).isFalse();
      stages.get(i).complete(i);
      assertThat(all.get(i).get()).isEqualTo(i);
    }
  }
}
