package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTest {
  private final Budget all = new Budget(100);
  private final Budget one = all.of("X", 2, 10).of("X1", 4, 10);
  private final Budget two = all.of("X", 2, 10).of("X2", 4, 10);
  private final Budget three = all.of("X", 2, 10).of("X3", 4, 10);
  private final Budget other = all.of("Y", 2, 10).of("Y1", 1, 10);

  @Test
  void nobodyTakesMoreThanAShareOfItsOwn() {
    assertThat(one.take(25)).isTrue();
    assertThat(all.of("X", 2, 10).of("X1", 4, 10).take(1)).isFalse();
    assertThat(two.take(1)).isTrue();
  }

  @Test
  void allOfAPartyTakeNoMoreThanItsShare() {
    assertThat(one.take(25)).isTrue();
    assertThat(two.take(25)).isTrue();
    assertThat(three.take(1)).isFalse();
    assertThat(other.take(50)).isTrue();
  }

  @Test
  void allTogetherTakeNoMoreThanThereIs() {
    assertThat(all.take(80)).isTrue();
    assertThat(one.take(21)).isFalse();
    assertThat(one.take(20)).isTrue();
  }

  @Test
  void whatWasRefusedIsNotTakenAndWhatIsGivenBackIsThereAgain() {
    assertThat(one.take(26)).isFalse();
    assertThat(one.take(25)).isTrue();
    one.give(25);
    assertThat(one.take(25)).isTrue();
    assertThat(two.take(25)).isTrue();
  }

  @Test
  void aShareIsNeverLessThanWhatOneMayTake() {
    Budget least = all.of("Z", 4, 60);
    assertThat(least.take(60)).isTrue();
    assertThat(least.take(1)).isFalse();
  }
}
