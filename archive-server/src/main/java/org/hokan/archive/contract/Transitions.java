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
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be done in each state, by whom, and what comes of it; what is not here may not.
 *
 * <p>An offer on a contract that was agreed has a state of its own. What is done to it must be in
 * the table twice: for the contract, and, once it is there, for the offer.
 */
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
      Stream.of(
              Stream.of(
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
                  new Transition(SUSPENDED, TERMINATE, Who.EITHER, TERMINATED),
                  new Transition(EXPIRED, WITHDRAW, Who.EITHER, EXPIRED),
                  new Transition(TERMINATED, WITHDRAW, Who.EITHER, TERMINATED)),
              changesOf(ACCEPTED),
              changesOf(ACTIVE),
              changesOf(SUSPENDED))
          .flatMap(cells -> cells)
          .toList();

  private Transitions() {}

  /** A contract that goes on may be talked over, and stays what it is. */
  private static Stream<Transition> changesOf(ContractState state) {
    return Stream.of(ContractAction.DRAFT, PROPOSE, COUNTER, ACCEPT, WITHDRAW)
        .map(action -> new Transition(state, action, Who.EITHER, state));
  }

  private static Optional<Transition> cell(ContractState state, ContractAction action) {
    return TABLE.stream().filter(t -> t.from() == state && t.action() == action).findFirst();
  }

  /** What people may do, and what comes of it for the contract. */
  static Optional<Transition> of(
      ContractState state, Optional<ContractState> offer, ContractAction action) {
    Optional<Transition> ofContract =
        cell(state, action).filter(t -> t.who() != Who.CALENDAR); // nobody says those
    if (!isOfOffer(action) || offer.equals(Optional.of(state))) {
      return ofContract;
    }
    if (offer.isEmpty()) {
      return ofContract.filter(t -> action == ContractAction.DRAFT || action == PROPOSE);
    }
    return ofContract.flatMap(
        t -> cell(offer.get(), action).map(o -> new Transition(state, action, o.who(), t.to())));
  }

  private static boolean isOfOffer(ContractAction action) {
    return switch (action) {
      case DRAFT, PROPOSE, COUNTER, ACCEPT, WITHDRAW -> true;
      case START, SUSPEND, RESUME, EXPIRE, TERMINATE -> false;
    };
  }

  /**
   * Checks that a side may do this.
   *
   * @param offer the state of the offer that is open
   * @param writer the side that wrote the latest version
   * @throws IllegalArgumentException when it may not; says what may be done
   */
  static void check(
      ContractState state,
      Optional<ContractState> offer,
      ContractAction action,
      Side side,
      Side writer) {
    Transition transition =
        of(state, offer, action)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s: the contract is %s%s (expected: %s)"
                            .formatted(
                                word(action), state, onIt(state, offer), possible(state, offer))));
    boolean may =
        switch (transition.who()) {
          case WRITER -> side == writer;
          case OTHER -> side != writer;
          case EITHER -> true;
          case PROVIDER -> side == Side.PROVIDER;
          case CALENDAR -> false;
        };
    if (!may) {
      String expected =
          switch (transition.who()) {
            case WRITER -> "the %s, who wrote the draft".formatted(writer);
            case OTHER -> "the %s, for the %s made the offer".formatted(side.other(), side);
            case EITHER, PROVIDER, CALENDAR -> "the " + Side.PROVIDER;
          };
      throw new IllegalArgumentException(
          "%s by the %s (expected: by %s)".formatted(word(action), side, expected));
    }
  }

  /** As commands call it. */
  private static String word(ContractAction action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  private static String onIt(ContractState state, Optional<ContractState> offer) {
    return offer.filter(o -> o != state).map(o -> ", the offer on it " + o).orElse("");
  }

  private static String possible(ContractState state, Optional<ContractState> offer) {
    boolean ended = state == EXPIRED || state == TERMINATED;
    return Stream.concat(
            Arrays.stream(ContractAction.values())
                .filter(action -> of(state, offer, action).isPresent())
                .map(Transitions::word),
            ended ? Stream.of("or a new contract, this one has ended") : Stream.empty())
        .collect(Collectors.joining(", "))
        .replaceFirst("^or ", "");
  }
}
