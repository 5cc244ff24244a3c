package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
  private final List<String> closed = new ArrayList<>();
  private final Closing parts = new Closing();

  @Test
  void closesInTheOppositeOrderOfOpening() {
    parts.add(() -> closed.add("rooms"));
    parts.add(() -> closed.add("doors"));
    parts.close();
    assertThat(closed).containsExactly("doors", "rooms");
    assertThat(parts.isInOrder()).isTrue();
  }

  @Test
  void closesAllAndSaysThatItWasNotInOrderWhenOneFails() {
    parts.add(() -> closed.add("rooms"));
    parts.add(
        () -> {
          throw new IllegalStateException("does not end");
        });
    parts.close();
    assertThat(closed).containsExactly("rooms");
    assertThat(parts.isInOrder()).isFalse();
  }
}
