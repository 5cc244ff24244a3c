package org.hokan.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTest {
  private record Named(String name) implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
      return List.of();
    }

    @Override
    public void run(byte[] input) {}
  }

  private static final FuzzTarget JSON = new Named("json");
  private static final FuzzTarget PART10 = new Named("part10");

  @Test
  void thoseThatAreNamedAreChosenAndWithoutANameAll() {
    assertEquals(List.of(JSON), Targets.chosen(List.of(JSON, PART10), "json,pack"));
    assertEquals(List.of(), Targets.chosen(List.of(JSON, PART10), "pack"));
    assertEquals(List.of(JSON, PART10), Targets.chosen(List.of(JSON, PART10), ""));
  }

  @Test
  void aNameThatNoModuleHasIsAFailureAndNotASearchOfNothing() {
    IllegalArgumentException unknown =
        assertThrows(
            IllegalArgumentException.class, () -> Targets.chosen(List.of(JSON), "json,jason"));
    assertTrue(unknown.getMessage().contains("jason"));
  }

  @Test
  void aTargetThatIsNotListedIsAFailureToo() {
    assertThrows(
        IllegalArgumentException.class, () -> Targets.chosen(List.of(new Named("new")), ""));
  }
}
