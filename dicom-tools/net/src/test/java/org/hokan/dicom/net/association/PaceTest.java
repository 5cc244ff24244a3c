package org.hokan.dicom.net.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private final Pace pace = new Pace(100, WINDOW);

  private static long at(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void tooFewBytesInAWholeWindowAreToldOf() {
    assertThat(pace.look(true, 0, at(0))).isEmpty();
    assertThat(pace.look(true, 10, at(9))).isEmpty();
    assertThat(pace.look(true, 999, at(10))).hasValue(999);
  }

  @Test
  void enoughBytesBeginAnotherWindow() {
    pace.look(true, 0, at(0));
    assertThat(pace.look(true, 1000, at(10))).isEmpty();
    assertThat(pace.look(true, 1500, at(19))).isEmpty();
    assertThat(pace.look(true, 1999, at(20))).hasValue(999);
  }

  @Test
  void timeInWhichNothingWasExpectedDoesNotCount() {
    pace.look(true, 0, at(0));
    assertThat(pace.look(false, 0, at(9))).isEmpty();
    assertThat(pace.look(true, 0, at(30))).isEmpty();
    assertThat(pace.look(true, 0, at(39))).isEmpty();
    assertThat(pace.look(true, 0, at(40))).hasValue(0);
  }

  @Test
  void withoutARateNothingIsTooFew() {
    Pace any = new Pace(0, WINDOW);
    any.look(true, 0, at(0));
    assertThat(any.look(true, 0, at(10))).isEmpty();
  }
}
