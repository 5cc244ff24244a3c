package org.hokan.dicom.net.association;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** PS3.8 Table 9-10 as data, in the standard's own notation; a dash is an empty cell. */
final class StateTable {
  private static final String CELLS =
      """
             Sta1 Sta2 Sta3 Sta4 Sta5 Sta6 Sta7 Sta8 Sta9 Sta10 Sta11 Sta12 Sta13
      Evt1   AE-1 -    -    -    -    -    -    -    -    -     -     -     -
      Evt2   -    -    -    AE-2 -    -    -    -    -    -     -     -     -
      Evt3   -    AA-1 AA-8 -    AE-3 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
      Evt4   -    AA-1 AA-8 -    AE-4 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
      Evt5   AE-5 -    -    -    -    -    -    -    -    -     -     -     -
      Evt6   -    AE-6 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-7
      Evt7   -    -    AE-7 -    -    -    -    -    -    -     -     -     -
      Evt8   -    -    AE-8 -    -    -    -    -    -    -     -     -     -
      Evt9   -    -    -    -    -    DT-1 -    AR-7 -    -     -     -     -
      Evt10  -    AA-1 AA-8 -    AA-8 DT-2 AR-6 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
      Evt11  -    -    -    -    -    AR-1 -    -    -    -     -     -     -
      Evt12  -    AA-1 AA-8 -    AA-8 AR-2 AR-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
      Evt13  -    AA-1 AA-8 -    AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3  AA-8  AA-6
      Evt14  -    -    -    -    -    -    -    AR-4 AR-9 -     -     AR-4  -
      Evt15  -    -    AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1  AA-1  AA-1  -
      Evt16  -    AA-2 AA-3 -    AA-3 AA-3 AA-3 AA-3 AA-3 AA-3  AA-3  AA-3  AA-2
      Evt17  -    AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4  AA-4  AA-4  AR-5
      Evt18  -    AA-2 -    -    -    -    -    -    -    -     -     -     AA-2
      Evt19  -    AA-1 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-7
      """;

  /** The state after each action; the second is the alternative of AE-6 and AR-8. */
  private static final String NEXT_STATES =
      """
      AE-1 Sta4,  AE-2 Sta5,  AE-3 Sta6,  AE-4 Sta1,  AE-5 Sta2,  AE-6 Sta3 Sta13,
      AE-7 Sta6,  AE-8 Sta13, DT-1 Sta6,  DT-2 Sta6,
      AR-1 Sta7,  AR-2 Sta8,  AR-3 Sta1,  AR-4 Sta13, AR-5 Sta1,  AR-6 Sta7,
      AR-7 Sta8,  AR-8 Sta9 Sta10,        AR-9 Sta11, AR-10 Sta12,
      AA-1 Sta13, AA-2 Sta1,  AA-3 Sta1,  AA-4 Sta1,  AA-5 Sta1,  AA-6 Sta13,
      AA-7 Sta13, AA-8 Sta13
      """;

  private static final Map<Action, Transition> TRANSITIONS = readTransitions();
  private static final Map<Event, Map<State, Transition>> ROWS = readRows();

  private StateTable() {}

  /** The cell; empty where the event can not happen in that state. */
  static Optional<Transition> cell(Event event, State state) {
    return Optional.ofNullable(ROWS.getOrDefault(event, Map.of()).get(state));
  }

  private static Map<Action, Transition> readTransitions() {
    Map<Action, Transition> transitions = new EnumMap<>(Action.class);
    for (String entry : NEXT_STATES.strip().split(",\\s+")) {
      String[] words = entry.split(" ");
      Action action = action(words[0]);
      State next = state(words[1]);
      State alternative = words.length > 2 ? state(words[2]) : next;
      transitions.put(action, new Transition(action, next, alternative));
    }
    return transitions;
  }

  private static Map<Event, Map<State, Transition>> readRows() {
    Map<Event, Map<State, Transition>> rows = new EnumMap<>(Event.class);
    CELLS.lines().skip(1).forEach(line -> readRow(line.split("\\s+"), rows));
    return rows;
  }

  private static void readRow(String[] words, Map<Event, Map<State, Transition>> rows) {
    Map<State, Transition> row = new EnumMap<>(State.class);
    for (State state : State.values()) {
      String cell = words[state.ordinal() + 1];
      Transition transition = cell.equals("-") ? null : TRANSITIONS.get(action(cell));
      if (transition != null) {
        row.put(state, transition);
      }
    }
    rows.put(Event.valueOf(upper(words[0])), row);
  }

  private static Action action(String name) {
    return Action.valueOf(name.replace('-', '_'));
  }

  private static State state(String name) {
    return State.valueOf(upper(name));
  }

  private static String upper(String name) {
    return name.toUpperCase(java.util.Locale.ROOT);
  }
}
