package org.hokan.archive.followup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.hokan.archive.retrieve.Destination;
import org.junit.jupiter.api.Test;

class HungDestinationsTest {
  private static final Destination PACS = new Destination("PACS", "10.0.0.1", 104);
  private static final Duration LONG = Duration.ofMinutes(10);

  private final AtomicLong now = new AtomicLong(-5_000_000_000L);
  private final HungDestinations hung = new HungDestinations(now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private Duration tried(boolean answered, Duration time) {
    HungDestinations.Attempt attempt = hung.begin(PACS).orElseThrow();
    pass(time);
    return hung.ended(attempt, answered);
  }

  @Test
  void whoKeptTheNodeWaitingInVainIsLeftAloneForFourTimesAsLongAndNobodyElse() {
    Duration rest = tried(false, LONG);
    assertThat(rest).isEqualTo(LONG.multipliedBy(4));
    pass(rest.minusNanos(1));
    assertThat(hung.begin(PACS)).isEmpty();
    assertThat(hung.begin(new Destination("OTHER", "10.0.0.1", 104))).isPresent();
    pass(Duration.ofNanos(1));
    assertThat(hung.begin(PACS)).isPresent();
  }

  @Test
  void whoHungIsTriedByOneAtATime() {
    pass(tried(false, LONG));
    Optional<HungDestinations.Attempt> first = hung.begin(PACS);
    assertThat(first).get().extracting(HungDestinations.Attempt::again).isEqualTo(true);
    assertThat(hung.begin(PACS)).isEmpty();
    assertThat(hung.ended(first.orElseThrow(), true)).isZero();
    assertThat(hung.begin(PACS)).isPresent();
    assertThat(hung.begin(PACS)).isPresent();
  }

  @Test
  void whoFailsAtOnceKeepsNobodyWaitingUnlessItHungBefore() {
    assertThat(tried(false, Duration.ZERO)).isZero();
    pass(tried(false, LONG));
    assertThat(tried(false, Duration.ZERO)).isEqualTo(HungDestinations.SHORTEST_REST);
  }

  @Test
  void whoHungAndWasNotAskedAfterItsRestIsTriedByTheNext() {
    pass(tried(false, LONG));
    hung.withdraw(hung.begin(PACS).orElseThrow());
    assertThat(hung.begin(PACS)).get().matches(HungDestinations.Attempt::again);
    assertThat(hung.begin(PACS)).isEmpty();
  }

  @Test
  void whoWasNotAskedIsNotHungHoweverLongThatTook() {
    HungDestinations.Attempt attempt = hung.begin(PACS).orElseThrow();
    pass(LONG);
    hung.withdraw(attempt);
    assertThat(hung.begin(PACS)).isPresent();
  }

  @Test
  void whoAnswersIsSlowNotHung() {
    assertThat(tried(true, LONG)).isZero();
    assertThat(hung.begin(PACS)).isPresent();
  }

  @Test
  void whoGotAnotherAddressOrIsToBeTriedAtOnceIsNotLeftAlone() {
    tried(false, LONG);
    assertThat(hung.begin(new Destination("PACS", "10.0.0.2", 104))).isPresent();
    hung.forget("PACS");
    assertThat(hung.begin(PACS)).isPresent();
  }
}
