package org.hokan.dicom.net.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Repeats repeats = new Repeats(nanos::get);

  @Test
  void tellsTheFirstOfAKindAndCountsTheOthersUntilAMinuteLater() {
    assertThat(repeats.tell("a")).hasValue(0);
    assertThat(repeats.tell("a")).isEmpty();
    assertThat(repeats.tell("b")).hasValue(0);
    assertThat(repeats.tell("a")).isEmpty();
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
    assertThat(repeats.tell("a")).hasValue(2);
    assertThat(repeats.tell("a")).isEmpty();
  }

  @Test
  void tellsSeveralOfAKindWhereThatIsWanted() {
    assertThat(repeats.tell("a", 2)).hasValue(0);
    assertThat(repeats.tell("a", 2)).hasValue(0);
    assertThat(repeats.tell("a", 2)).isEmpty();
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
    assertThat(repeats.tell("a", 2)).hasValue(1);
    assertThat(repeats.tell("a", 2)).hasValue(0);
    assertThat(repeats.tell("a", 2)).isEmpty();
  }

  @Test
  void aFloodOfKindsIsToldOfNoMoreThanAHundredTimesAndOneAMinute() {
    long told = 0;
    for (int i = 0; i < 10_000; i++) {
      told += repeats.tell("kind " + i).isPresent() ? 1 : 0;
    }
    assertThat(told).isEqualTo(101);
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
    assertThat(repeats.tell("kind 10000")).hasValue(0);
  }
}
