package org.hokan.dicom.net.association;

import static org.hokan.dicom.net.association.Action.*;
import static org.hokan.dicom.net.association.State.*;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * PS3.8 Table 9-10 as data: one line for each event, one column for each state STA1 to STA13, with
 * {@code null} where the standard has an empty cell.
 */
final class StateTable {
  private static final Map<Event, Action[]> ROWS = new EnumMap<>(Event.class);
  private static final Map<Action, Transition> EFFECTS = new EnumMap<>(Action.class);

  static {
    fillRows();
    fillEffects();
  }

  private StateTable() {}

  /** The cell; empty where the event can not happen in that state. */
  static Optional<Transition> cell(Event event, State state) {
    Action[] row = ROWS.get(event);
    Action action = row == null ? null : row[state.ordinal()];
    return Optional.ofNullable(action == null ? null : EFFECTS.get(action));
  }

  // spotless:off
  @SuppressWarnings("NullAway") // the empty cells
  private static void fillRows() {
    Action o = null;
    //              Sta1  Sta2  Sta3  Sta4  Sta5  Sta6  Sta7  Sta8  Sta9  Sta10  Sta11 Sta12 Sta13
    row(Event.EVT1,  AE_1, o,    o,    o,    o,    o,    o,    o,    o,    o,     o,    o,    o);
    row(Event.EVT2,  o,    o,    o,    AE_2, o,    o,    o,    o,    o,    o,     o,    o,    o);
    row(Event.EVT3,  o,    AA_1, AA_8, o,    AE_3, AA_8, AA_8, AA_8, AA_8, AA_8,  AA_8, AA_8, AA_6);
    row(Event.EVT4,  o,    AA_1, AA_8, o,    AE_4, AA_8, AA_8, AA_8, AA_8, AA_8,  AA_8, AA_8, AA_6);
    row(Event.EVT5,  AE_5, o,    o,    o,    o,    o,    o,    o,    o,    o,     o,    o,    o);
    row(Event.EVT6,  o,    AE_6, AA_8, o,    AA_8, AA_8, AA_8, AA_8, AA_8, AA_8,  AA_8, AA_8, AA_7);
    row(Event.EVT7,  o,    o,    AE_7, o,    o,    o,    o,    o,    o,    o,     o,    o,    o);
    row(Event.EVT8,  o,    o,    AE_8, o,    o,    o,    o,    o,    o,    o,     o,    o,    o);
    row(Event.EVT9,  o,    o,    o,    o,    o,    DT_1, o,    AR_7, o,    o,     o,    o,    o);
    row(Event.EVT10, o,    AA_1, AA_8, o,    AA_8, DT_2, AR_6, AA_8, AA_8, AA_8,  AA_8, AA_8, AA_6);
    row(Event.EVT11, o,    o,    o,    o,    o,    AR_1, o,    o,    o,    o,     o,    o,    o);
    row(Event.EVT12, o,    AA_1, AA_8, o,    AA_8, AR_2, AR_8, AA_8, AA_8, AA_8,  AA_8, AA_8, AA_6);
    row(Event.EVT13, o,    AA_1, AA_8, o,    AA_8, AA_8, AR_3, AA_8, AA_8, AR_10, AR_3, AA_8, AA_6);
    row(Event.EVT14, o,    o,    o,    o,    o,    o,    o,    AR_4, AR_9, o,     o,    AR_4, o);
    row(Event.EVT15, o,    o,    AA_1, AA_2, AA_1, AA_1, AA_1, AA_1, AA_1, AA_1,  AA_1, AA_1, o);
    row(Event.EVT16, o,    AA_2, AA_3, o,    AA_3, AA_3, AA_3, AA_3, AA_3, AA_3,  AA_3, AA_3, AA_2);
    row(Event.EVT17, o,    AA_5, AA_4, AA_4, AA_4, AA_4, AA_4, AA_4, AA_4, AA_4,  AA_4, AA_4, AR_5);
    row(Event.EVT18, o,    AA_2, o,    o,    o,    o,    o,    o,    o,    o,     o,    o,    AA_2);
    row(Event.EVT19, o,    AA_1, AA_8, o,    AA_8, AA_8, AA_8, AA_8, AA_8, AA_8,  AA_8, AA_8, AA_7);
  }

  private static void fillEffects() {
    effect(AE_1, STA4);  effect(AE_2, STA5);  effect(AE_3, STA6);  effect(AE_4, STA1);
    effect(AE_5, STA2);  effect(AE_7, STA6);  effect(AE_8, STA13);
    effect(DT_1, STA6);  effect(DT_2, STA6);
    effect(AR_1, STA7);  effect(AR_2, STA8);  effect(AR_3, STA1);  effect(AR_4, STA13);
    effect(AR_5, STA1);  effect(AR_6, STA7);  effect(AR_7, STA8);
    effect(AR_9, STA11); effect(AR_10, STA12);
    effect(AA_1, STA13); effect(AA_2, STA1);  effect(AA_3, STA1);  effect(AA_4, STA1);
    effect(AA_5, STA1);  effect(AA_6, STA13); effect(AA_7, STA13); effect(AA_8, STA13);
    EFFECTS.put(AE_6, new Transition(AE_6, STA3, STA13));
    EFFECTS.put(AR_8, new Transition(AR_8, STA9, STA10));
  }
  // spotless:on

  private static void row(Event event, Action... cells) {
    ROWS.put(event, cells);
  }

  private static void effect(Action action, State next) {
    EFFECTS.put(action, Transition.of(action, next));
  }
}
