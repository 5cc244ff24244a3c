package org.hokan.archive.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How often steps are looked at of which instances are missing. */
class ReviewsTest {
  private static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");

  private final Reviews reviews = new Reviews();

  private Duration at(Duration later) {
    return reviews.next(NOON.plus(later));
  }

  @Test
  void theFirstLookGoesBackAWeek() {
    assertThat(at(Duration.ZERO)).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void whatEndedInTheLastHourIsLookedAtEachTime() {
    at(Duration.ZERO);
    assertThat(at(Duration.ofSeconds(30))).isEqualTo(Duration.ofHours(1));
    assertThat(at(Duration.ofSeconds(60))).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void whatEndedInTheLastDayIsLookedAtEveryTenMinutes() {
    at(Duration.ZERO);
    assertThat(at(Duration.ofMinutes(10))).isEqualTo(Duration.ofDays(1));
    assertThat(at(Duration.ofMinutes(11))).isEqualTo(Duration.ofHours(1));
    assertThat(at(Duration.ofMinutes(20))).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void whatEndedInTheLastWeekIsLookedAtEveryFourHours() {
    at(Duration.ZERO);
    for (int i = 1; i < 24; i++) {
      assertThat(at(Duration.ofMinutes(10L * i))).isEqualTo(Duration.ofDays(1));
    }
    assertThat(at(Duration.ofHours(4))).isEqualTo(Duration.ofDays(7));
    assertThat(at(Duration.ofHours(4).plusMinutes(5))).isEqualTo(Duration.ofHours(1));
  }
}
