package org.hokan.archive.contract;

import static org.hokan.archive.contract.ContractAction.ACCEPT;
import static org.hokan.archive.contract.ContractAction.COUNTER;
import static org.hokan.archive.contract.ContractAction.EXPIRE;
import static org.hokan.archive.contract.ContractAction.PROPOSE;
import static org.hokan.archive.contract.ContractAction.RESUME;
import static org.hokan.archive.contract.ContractAction.START;
import static org.hokan.archive.contract.ContractAction.SUSPEND;
import static org.hokan.archive.contract.ContractAction.TERMINATE;
import static org.hokan.archive.contract.ContractAction.WITHDRAW;
import static org.hokan.archive.contract.ContractState.ACCEPTED;
import static org.hokan.archive.contract.ContractState.ACTIVE;
import static org.hokan.archive.contract.ContractState.COUNTERED;
import static org.hokan.archive.contract.ContractState.DRAFT;
import static org.hokan.archive.contract.ContractState.EXPIRED;
import static org.hokan.archive.contract.ContractState.PROPOSED;
import static org.hokan.archive.contract.ContractState.SUSPENDED;
import static org.hokan.archive.contract.ContractState.TERMINATED;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What may be done in each state, by whom, and what comes of it; what is not here may not. */
final class Transitions {
  /** Who may do it. */
  enum Who {
    /** The side that wrote the latest version. */
    WRITER,
    /** The side that did not write it. */
    OTHER,
    EITHER,
    PROVIDER,
    /** Nobody; it comes with the day. */
    CALENDAR
  }

  /** One filled cell of the table. */
  record Transition(ContractState from, ContractAction action, Who who, ContractState to) {}

  static final List<Transition> TABLE =
      List.of(
          new Transition(DRAFT, ContractAction.DRAFT, Who.WRITER, DRAFT),
          new Transition(DRAFT, PROPOSE, Who.WRITER, PROPOSED),
          new Transition(DRAFT, WITHDRAW, Who.WRITER, TERMINATED),
          new Transition(PROPOSED, COUNTER, Who.OTHER, COUNTERED),
          new Transition(PROPOSED, ACCEPT, Who.OTHER, ACCEPTED),
          new Transition(PROPOSED, WITHDRAW, Who.EITHER, TERMINATED),
          new Transition(COUNTERED, COUNTER, Who.OTHER, COUNTERED),
          new Transition(COUNTERED, ACCEPT, Who.OTHER, ACCEPTED),
          new Transition(COUNTERED, WITHDRAW, Who.EITHER, TERMINATED),
          new Transition(ACCEPTED, START, Who.CALENDAR, ACTIVE),
          new Transition(ACCEPTED, TERMINATE, Who.EITHER, TERMINATED),
          new Transition(ACTIVE, SUSPEND, Who.PROVIDER, SUSPENDED),
          new Transition(ACTIVE, EXPIRE, Who.CALENDAR, EXPIRED),
          new Transition(ACTIVE, TERMINATE, Who.EITHER, TERMINATED),
          new Transition(SUSPENDED, RESUME, Who.PROVIDER, ACTIVE),
          new Transition(SUSPENDED, EXPIRE, Who.CALENDAR, EXPIRED),
          new Transition(SUSPENDED, TERMINATE, Who.EITHER, TERMINATED));

  private Transitions() {}

  static Optional<Transition> of(ContractState state, ContractAction action) {
    return TABLE.stream().filter(t -> t.from() == state && t.action() == action).findFirst();
  }

  /**
   * The state that follows.
   *
   * @param writer the side that wrote the latest version
   * @throws IllegalArgumentException when this side may not do this in this state; says what may be
   *     done
   */
  static ContractState next(ContractState state, ContractAction action, Side side, Side writer) {
    Transition transition =
        of(state, action)
            .filter(t -> t.who() != Who.CALENDAR)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s while %s (expected: %s)".formatted(action, state, possible(state))));
    boolean may =
        switch (transition.who()) {
          case WRITER -> side == writer;
          case OTHER -> side != writer;
          case EITHER -> true;
          case PROVIDER -> side == Side.PROVIDER;
          case CALENDAR -> false;
        };
    if (!may) {
      throw new IllegalArgumentException(
          "%s by the %s (expected: by the %s)".formatted(action, side, side.other()));
    }
    return transition.to();
  }

  private static String possible(ContractState state) {
    String actions =
        Arrays.stream(ContractAction.values())
            .filter(a -> of(state, a).filter(t -> t.who() != Who.CALENDAR).isPresent())
            .map(Enum::name)
            .collect(Collectors.joining(", "));
    return actions.isEmpty() ? "nothing, it has ended" : actions;
  }
}
