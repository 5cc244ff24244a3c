package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reading again keeps to its rate and its period, by the clock that drives it. */
class ScrubTest {
  private static final long MOST_A_SECOND = 2000;
  private static final int OBJECT = 3000;
  private static final int OBJECTS = 6;
  private static final Duration PERIOD = Duration.ofDays(1);

  private final TestClock clock = new TestClock();
  private final SimulatedDisk disk = new SimulatedDisk();
  private final LocalPackStore store =
      LocalPackStore.open(
          StorageSettings.builder(Workload.DATA)
              .minimumFreeSpace(0)
              .scrub(new ScrubSettings(PERIOD, MOST_A_SECOND))
              .build(),
          clock,
          disk,
          new ManualExecutor().direct().workers());

  @BeforeEach
  void fill() {
    for (int i = 0; i < OBJECTS; i++) {
      TestObjects.put(store, TestObjects.ENDO, "1." + i, TestObjects.random(OBJECT, i));
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Another second of a pass, and what it lets be read is read. */
  private void tick(int second) {
    clock.advance(Duration.ofSeconds(1));
    store.tick();
    long expected = Math.min((second - 1) * MOST_A_SECOND, OBJECTS * (long) OBJECT);
    await().until(() -> isCompleted() || store.scrub().bytes() >= expected);
  }

  /**
   * A pass that is due begins, and may have ended when this looks; a tick that meets the end of the
   * work before does nothing.
   */
  private void begun() {
    Optional<Instant> before = store.scrub().completedAt();
    await()
        .until(
            () -> {
              store.tick();
              ScrubStatus now = store.scrub();
              return now.startedAt().isPresent() || !now.completedAt().equals(before);
            });
  }

  private boolean isCompleted() {
    return store.scrub().completedAt().isPresent();
  }

  @Test
  void inNoTimeMoreIsReadThanTheRateAllows() {
    begun();
    await().until(() -> store.scrub().totalBytes() > 0);
    int ticks = 0;
    while (!isCompleted()) {
      ticks++;
      tick(ticks);
      assertThat(store.scrub().bytes())
          .as("after %d seconds", ticks)
          .isLessThanOrEqualTo(ticks * MOST_A_SECOND + OBJECT);
    }
    assertThat(ticks).isGreaterThanOrEqualTo((OBJECTS - 1) * OBJECT / (int) MOST_A_SECOND);
  }

  /** Lets time pass until something is so. */
  private void until(Callable<Boolean> isSo) {
    await()
        .until(
            () -> {
              clock.advance(Duration.ofSeconds(10));
              store.tick();
              return isSo.call();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"volume/packs", "volume/packs/demo/ECONOMY/0000000000000000001.tar"})
  void afterWhatNobodyExpectsTheReadingGoesOnInAWhile(String broken) {
    Path place = Workload.DATA.resolve(broken);
    disk.mount(place, SimulatedDisk.Mount.BROKEN);
    until(() -> store.scrub().failure().isPresent());
    assertThat(store.scrub().failure().orElseThrow()).contains("what nobody expects");
    disk.mountAgain(place);
    clock.advance(PERIOD);
    until(() -> store.scrub().failure().isEmpty());
    assertThat(isCompleted()).isTrue();
  }

  @Test
  void theNextPassBeginsAPeriodAfterTheLastBegan() {
    Instant began = clock.instant();
    begun();
    for (int second = 1; !isCompleted(); second++) {
      tick(second);
    }
    Instant completed = store.scrub().completedAt().orElseThrow();
    for (int hour = 0; hour < 22; hour++) {
      clock.advance(Duration.ofHours(1));
      store.tick();
    }
    assertThat(store.scrub().startedAt()).isEmpty();
    assertThat(store.scrub().completedAt()).contains(completed);
    clock.advance(Duration.between(clock.instant(), began.plus(PERIOD)));
    begun();
  }
}
