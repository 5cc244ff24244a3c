package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransitionsTest {
  /**
   * All cells, the columns being the actions in their order: what comes of it when the writer of
   * the latest version does it / when the other side does it, the writer being the provider; then
   * the same, the writer being the facility. A point: refused.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "DRAFT      | DRAFT . DRAFT . | PROPOSED . PROPOSED .  | . . . .                       | . . . .                     | TERMINATED . TERMINATED .                       | . . . . | . . . .                     | . . . .               | . . . . | . . . .",
        "PROPOSED   | . . . .        | . . . .                 | . COUNTERED . COUNTERED       | . ACCEPTED . ACCEPTED       | TERMINATED TERMINATED TERMINATED TERMINATED     | . . . . | . . . .                     | . . . .               | . . . . | . . . .",
        "COUNTERED  | . . . .        | . . . .                 | . COUNTERED . COUNTERED       | . ACCEPTED . ACCEPTED       | TERMINATED TERMINATED TERMINATED TERMINATED     | . . . . | . . . .                     | . . . .               | . . . . | . . . .",
        "ACCEPTED   | . . . .        | . . . .                 | . . . .                       | . . . .                     | . . . .                                         | . . . . | . . . .                     | . . . .               | . . . . | TERMINATED TERMINATED TERMINATED TERMINATED",
        "ACTIVE     | . . . .        | . . . .                 | . . . .                       | . . . .                     | . . . .                                         | . . . . | SUSPENDED . . SUSPENDED     | . . . .               | . . . . | TERMINATED TERMINATED TERMINATED TERMINATED",
        "SUSPENDED  | . . . .        | . . . .                 | . . . .                       | . . . .                     | . . . .                                         | . . . . | . . . .                     | ACTIVE . . ACTIVE     | . . . . | TERMINATED TERMINATED TERMINATED TERMINATED",
        "EXPIRED    | . . . .        | . . . .                 | . . . .                       | . . . .                     | . . . .                                         | . . . . | . . . .                     | . . . .               | . . . . | . . . .",
        "TERMINATED | . . . .        | . . . .                 | . . . .                       | . . . .                     | . . . .                                         | . . . . | . . . .                     | . . . .               | . . . . | . . . ."
      })
  void eachCellOfTheTableIsAsTheRuleSays(
      String state,
      String draft,
      String propose,
      String counter,
      String accept,
      String withdraw,
      String start,
      String suspend,
      String resume,
      String expire,
      String terminate) {
    List<String> row =
        List.of(
            draft, propose, counter, accept, withdraw, start, suspend, resume, expire, terminate);
    List<String> found = new ArrayList<>();
    for (ContractAction action : ContractAction.values()) {
      found.add(
          String.join(
              " ",
              outcome(state, action, Side.PROVIDER, Side.PROVIDER),
              outcome(state, action, Side.FACILITY, Side.PROVIDER),
              outcome(state, action, Side.FACILITY, Side.FACILITY),
              outcome(state, action, Side.PROVIDER, Side.FACILITY)));
    }
    assertThat(found).isEqualTo(row);
  }

  private static String outcome(String state, ContractAction action, Side side, Side writer) {
    try {
      return Transitions.next(ContractState.valueOf(state), action, side, writer).name();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining(action.name()).hasMessageContaining("(expected: ");
      return ".";
    }
  }

  @Test
  void theTableHasEachCellOnceAndTheCalendarsAmongThem() {
    assertThat(Transitions.TABLE.stream().map(t -> t.from() + " " + t.action()))
        .doesNotHaveDuplicates()
        .contains("ACCEPTED START", "ACTIVE EXPIRE", "SUSPENDED EXPIRE");
  }

  @Test
  void aRefusalSaysWhatMayBeDone() {
    assertThatThrownBy(
            () ->
                Transitions.next(
                    ContractState.SUSPENDED, ContractAction.ACCEPT, Side.PROVIDER, Side.PROVIDER))
        .hasMessage("ACCEPT while SUSPENDED (expected: RESUME, TERMINATE)");
    assertThatThrownBy(
            () ->
                Transitions.next(
                    ContractState.EXPIRED, ContractAction.RESUME, Side.PROVIDER, Side.PROVIDER))
        .hasMessage("RESUME while EXPIRED (expected: nothing, it has ended)");
  }
}
