package org.hokan.archive.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.storage.ObjectBuffer;
import org.junit.jupiter.api.Test;

class StillsTest {
  private final Stills stills = new Stills();

  @Test
  void whatIsGivenBackIsLentAgain() {
    ObjectBuffer first = stills.take();
    stills.give(first);

    assertThat(stills.take()).isSameAs(first);
    assertThat(stills.lent()).isEqualTo(1);
  }

  @Test
  void whileManyAreLentNobodyReadsAheadButEverybodyGetsWhatItSends() {
    List<ObjectBuffer> lent = new ArrayList<>();
    while (stills.takeToReadAhead().map(lent::add).isPresent()) {
      assertThat(lent).hasSizeLessThan(100);
    }
    ObjectBuffer another = stills.take();
    assertThat(stills.takeToReadAhead()).isEmpty();

    stills.give(another);
    lent.forEach(stills::give);
    assertThat(stills.takeToReadAhead()).isPresent();
    assertThat(stills.lent()).isEqualTo(1);
  }
}
