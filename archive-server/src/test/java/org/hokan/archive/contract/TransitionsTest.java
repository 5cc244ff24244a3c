package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hokan.archive.contract.Transitions.Who;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransitionsTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-06-15");

  /**
   * All cells, done to contracts. Rows: a contract's state, and the offer on it, if it was agreed.
   * Columns: the actions in their order. Who may: W the writer of the latest version, O the other
   * side, E either, P the provider; a minus: nobody.
   */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "DRAFT, '', W W - - W - - - - -",
    "PROPOSED, '', - - O O E - - - - -",
    "COUNTERED, '', - - O O E - - - - -",
    "TERMINATED, never agreed, - - - - - - - - - -",
    "ACCEPTED, '', E E - - - - - - - E",
    "ACCEPTED, DRAFT, W W - - W - - - - E",
    "ACCEPTED, PROPOSED, - - O O E - - - - E",
    "ACCEPTED, COUNTERED, - - O O E - - - - E",
    "ACTIVE, '', E E - - - - P - - E",
    "ACTIVE, DRAFT, W W - - W - P - - E",
    "ACTIVE, PROPOSED, - - O O E - P - - E",
    "ACTIVE, COUNTERED, - - O O E - P - - E",
    "SUSPENDED, '', E E - - - - - P - E",
    "SUSPENDED, DRAFT, W W - - W - - P - E",
    "SUSPENDED, PROPOSED, - - O O E - - P - E",
    "SUSPENDED, COUNTERED, - - O O E - - P - E",
    "EXPIRED, '', - - - - - - - - - -",
    "EXPIRED, DRAFT, - - - - W - - - - -",
    "EXPIRED, PROPOSED, - - - - E - - - - -",
    "EXPIRED, COUNTERED, - - - - E - - - - -",
    "TERMINATED, '', - - - - - - - - - -",
    "TERMINATED, DRAFT, - - - - W - - - - -",
    "TERMINATED, PROPOSED, - - - - E - - - - -",
    "TERMINATED, COUNTERED, - - - - E - - - - -"
  })
  void whatMayBeDoneToAContractIsWhatTheTableSays(ContractState state, String offer, String row) {
    List<String> found = new ArrayList<>();
    for (ContractAction action : ContractAction.values()) {
      StringBuilder who = new StringBuilder();
      for (Side writer : Side.values()) {
        Contract contract = contract(state, offer, writer);
        assertThat(contract.state(TODAY)).isEqualTo(state);
        for (Side side : Side.values()) {
          who.append(done(contract, action, side) ? 'x' : '.');
        }
      }
      found.add(letter(who.toString()));
    }
    assertThat(String.join(" ", found)).isEqualTo(row);
  }

  /** Provider writes: provider, facility does it; facility writes: provider, facility does it. */
  private static String letter(String who) {
    return switch (who) {
      case "x..x" -> "W";
      case ".xx." -> "O";
      case "xxxx" -> "E";
      case "x.x." -> "P";
      case "...." -> "-";
      default -> who;
    };
  }

  private static boolean done(Contract before, ContractAction action, Side side) {
    ContractMove move =
        action == ContractAction.DRAFT
                || action == ContractAction.PROPOSE
                || action == ContractAction.COUNTER
            ? ContractMove.of(action, side, "Sato", terms(before.from().toString(), "2026-12-31"))
            : ContractMove.of(action, side, "Sato");
    Contract after;
    try {
      after = on(TODAY).after(before, move);
    } catch (IllegalArgumentException e) {
      assertThat(e)
          .hasMessageStartingWith(action.name().toLowerCase(Locale.ROOT))
          .hasMessageContaining("(expected: ");
      return false;
    }
    Optional<ContractState> offer =
        switch (action) {
          case DRAFT -> Optional.of(ContractState.DRAFT);
          case PROPOSE -> Optional.of(ContractState.PROPOSED);
          case COUNTER -> Optional.of(ContractState.COUNTERED);
          case ACCEPT, WITHDRAW -> Optional.empty();
          case START, SUSPEND, RESUME, EXPIRE, TERMINATE -> before.offer();
        };
    assertThat(after.offer()).isEqualTo(offer);
    // An end that is told for today comes with tomorrow.
    assertThat(after.state(action == ContractAction.TERMINATE ? TODAY.plusDays(1) : TODAY))
        .isEqualTo(Transitions.of(before.state(TODAY), before.offer(), action).orElseThrow().to());
    return true;
  }

  /** As it is today, when all was done to it two weeks ago. */
  private static Contract contract(ContractState state, String offer, Side writer) {
    Negotiation talks = on(TODAY.minusDays(14));
    ContractTerms terms =
        switch (state) {
          case DRAFT, PROPOSED, COUNTERED, ACCEPTED -> terms("2026-07-01", "2026-12-31");
          case ACTIVE, SUSPENDED, TERMINATED -> terms("2026-01-01", "2026-12-31");
          case EXPIRED -> terms("2026-01-01", "2026-06-14");
        };
    if (state == ContractState.DRAFT
        || state == ContractState.PROPOSED
        || state == ContractState.COUNTERED) {
      return offered(Optional.empty(), state, writer, terms);
    }
    Contract proposed = offered(Optional.empty(), ContractState.PROPOSED, writer, terms);
    if (offer.equals("never agreed")) {
      return talks.after(proposed, ContractMove.of(ContractAction.WITHDRAW, writer, "Sato"));
    }
    Contract agreed =
        talks.after(proposed, ContractMove.of(ContractAction.ACCEPT, writer.other(), "Ito"));
    Contract open =
        offer.isEmpty()
            ? agreed
            : offered(
                Optional.of(agreed),
                ContractState.valueOf(offer),
                writer,
                terms(terms.from().toString(), "2026-12-31"));
    return switch (state) {
      case SUSPENDED ->
          talks.after(open, ContractMove.of(ContractAction.SUSPEND, Side.PROVIDER, "Yamada"));
      case TERMINATED ->
          talks.after(
              open,
              ContractMove.of(ContractAction.TERMINATE, Side.FACILITY, "Ito")
                  .on(TODAY.minusDays(1)));
      default -> open;
    };
  }

  private static Contract offered(
      Optional<Contract> on, ContractState offer, Side writer, ContractTerms terms) {
    Negotiation talks = on(TODAY.minusDays(14));
    ContractAction first =
        offer == ContractState.DRAFT ? ContractAction.DRAFT : ContractAction.PROPOSE;
    Side begins = offer == ContractState.COUNTERED ? writer.other() : writer;
    ContractMove opening = ContractMove.of(first, begins, "Sato", terms);
    Contract opened =
        on.map(contract -> talks.after(contract, opening))
            .orElseGet(() -> talks.begin("demo-1", "demo", opening));
    return offer == ContractState.COUNTERED
        ? talks.after(opened, ContractMove.of(ContractAction.COUNTER, writer, "Ito", terms))
        : opened;
  }

  private static ContractTerms terms(String from, String until) {
    return TestTerms.of(
            from, until, PeriodCourse.MONTHLY, BackupUnit.FACILITY, Money.parse("JPY 1"))
        .build();
  }

  private static Negotiation on(LocalDate day) {
    return new Negotiation(day, day.atStartOfDay(ZoneOffset.UTC).toInstant(), "op");
  }

  @Test
  void theTableHasEachCellOnceAndTheCalendarsAmongThem() {
    assertThat(Transitions.TABLE.stream().map(t -> t.from() + " " + t.action()))
        .doesNotHaveDuplicates();
    assertThat(Transitions.TABLE.stream().filter(t -> t.who() == Who.CALENDAR))
        .extracting(t -> t.from() + " " + t.action() + " " + t.to())
        .containsExactly(
            "ACCEPTED START ACTIVE", "ACTIVE EXPIRE EXPIRED", "SUSPENDED EXPIRE EXPIRED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SUSPENDED | ''       | ACCEPT  | accept: the contract is SUSPENDED (expected: draft, propose, resume, terminate)",
        "SUSPENDED | PROPOSED | PROPOSE | propose: the contract is SUSPENDED, the offer on it PROPOSED (expected: counter, accept, withdraw, resume, terminate)",
        "EXPIRED   | ''       | RESUME  | resume: the contract is EXPIRED (expected: a new contract, this one has ended)",
        "EXPIRED   | PROPOSED | ACCEPT  | accept: the contract is EXPIRED, the offer on it PROPOSED (expected: withdraw, or a new contract, this one has ended)"
      })
  void aRefusalSaysWhatMayBeDone(
      ContractState state, String offer, ContractAction action, String text) {
    Contract contract = contract(state, offer, Side.FACILITY);
    ContractMove move =
        action == ContractAction.PROPOSE
            ? ContractMove.of(action, Side.PROVIDER, "Sato", terms("2026-01-01", "2026-12-31"))
            : ContractMove.of(action, Side.PROVIDER, "Sato");
    assertThatThrownBy(() -> on(TODAY).after(contract, move)).hasMessage(text);
  }
}
