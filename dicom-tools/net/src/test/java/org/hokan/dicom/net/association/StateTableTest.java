package org.hokan.dicom.net.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table is compared with PS3.8 Table 9-10 typed a second time, state by state: for each state
 * the events that have a cell, as "event:action".
 */
class StateTableTest {
  private static final String[] COLUMNS = {
    "1:AE1 5:AE5", // Sta1
    "3:AA1 4:AA1 6:AE6 10:AA1 12:AA1 13:AA1 16:AA2 17:AA5 18:AA2 19:AA1", // Sta2
    "3:AA8 4:AA8 6:AA8 7:AE7 8:AE8 10:AA8 12:AA8 13:AA8 15:AA1 16:AA3 17:AA4 19:AA8", // Sta3
    "2:AE2 15:AA2 17:AA4", // Sta4
    "3:AE3 4:AE4 6:AA8 10:AA8 12:AA8 13:AA8 15:AA1 16:AA3 17:AA4 19:AA8", // Sta5
    "3:AA8 4:AA8 6:AA8 9:DT1 10:DT2 11:AR1 12:AR2 13:AA8 15:AA1 16:AA3 17:AA4 19:AA8", // Sta6
    "3:AA8 4:AA8 6:AA8 10:AR6 12:AR8 13:AR3 15:AA1 16:AA3 17:AA4 19:AA8", // Sta7
    "3:AA8 4:AA8 6:AA8 9:AR7 10:AA8 12:AA8 13:AA8 14:AR4 15:AA1 16:AA3 17:AA4 19:AA8", // Sta8
    "3:AA8 4:AA8 6:AA8 10:AA8 12:AA8 13:AA8 14:AR9 15:AA1 16:AA3 17:AA4 19:AA8", // Sta9
    "3:AA8 4:AA8 6:AA8 10:AA8 12:AA8 13:AR10 15:AA1 16:AA3 17:AA4 19:AA8", // Sta10
    "3:AA8 4:AA8 6:AA8 10:AA8 12:AA8 13:AR3 15:AA1 16:AA3 17:AA4 19:AA8", // Sta11
    "3:AA8 4:AA8 6:AA8 10:AA8 12:AA8 13:AA8 14:AR4 15:AA1 16:AA3 17:AA4 19:AA8", // Sta12
    "3:AA6 4:AA6 6:AA7 10:AA6 12:AA6 13:AA6 16:AA2 17:AR5 18:AA2 19:AA7", // Sta13
  };

  /** The state after each action, from PS3.8 Tables 9-6 to 9-9. */
  private static final String AFTER =
      "AE1:4 AE2:5 AE3:6 AE4:1 AE5:2 AE6:3/13 AE7:6 AE8:13 DT1:6 DT2:6 AR1:7 AR2:8 AR3:1 AR4:13"
          + " AR5:1 AR6:7 AR7:8 AR8:9/10 AR9:11 AR10:12 AA1:13 AA2:1 AA3:1 AA4:1 AA5:1 AA6:13"
          + " AA7:13 AA8:13";

  record Cell(State state, Event event, String action) {}

  static Stream<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (State state : State.values()) {
      for (Event event : Event.values()) {
        String action = lookUp(COLUMNS[state.ordinal()], String.valueOf(event.ordinal() + 1));
        cells.add(new Cell(state, event, action));
      }
    }
    return cells.stream();
  }

  private static String lookUp(String entries, String key) {
    return Stream.of(entries.split(" "))
        .filter(entry -> entry.startsWith(key + ":"))
        .map(entry -> entry.substring(key.length() + 1))
        .findFirst()
        .orElse("-");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void everyCellIsThatOfTheStandard(Cell cell) {
    Optional<Transition> transition = StateTable.cell(cell.event(), cell.state());
    String action = transition.map(t -> t.action().name().replace("_", "")).orElse("-");
    assertThat(action).isEqualTo(cell.action());
    transition.ifPresent(t -> assertThat(nextStates(t)).isEqualTo(lookUp(AFTER, action)));
  }

  private static String nextStates(Transition transition) {
    String next = transition.next().name().substring(3);
    String alternative = transition.alternative().name().substring(3);
    return next.equals(alternative) ? next : next + "/" + alternative;
  }

  @Test
  void thereAreThirteenStatesNineteenEventsAndTwentyEightActions() {
    assertThat(State.values()).hasSize(13);
    assertThat(Event.values()).hasSize(19);
    assertThat(Action.values()).hasSize(28);
  }
}
