package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract's end, its grace, retention and rules, joined: the last day of all wins. */
class KeepingTest {
  private static final LocalDate ARRIVED = LocalDate.parse("2028-02-10");

  /** Of February 2028, with six months of grace; kept so long after the exam, or as long as it. */
  private static Contract contract(String id, String from, String until, String retention) {
    ContractTerms terms =
        TestTerms.of(from, until, PeriodCourse.MONTHLY, BackupUnit.PATIENT, Money.parse("JPY 100"))
            .backup(
                BackupTerms.of(
                        BackupUnit.PATIENT,
                        TestTerms.price(PeriodCourse.MONTHLY, Money.parse("JPY 100")))
                    .chosen(Set.of("P1"))
                    .retention(
                        Optional.ofNullable(
                            retention.isEmpty() ? null : Retention.parse(retention)))
                    .build())
            .grace(Optional.of(Period.ofMonths(6)))
            .build();
    return TestTerms.agreed(id, new TreeMap<>(Map.of(LocalDate.parse(from), terms)));
  }

  private static Map<BackupUnit, Days> chosen(Contract contract, String object) {
    return Optional.ofNullable(contract.named(BackupUnit.PATIENT).get(object))
        .map(one -> Map.of(BackupUnit.PATIENT, one.days()))
        .orElse(Map.of());
  }

  private static Optional<KeptUntil> kept(String today, List<String> rules, Contract... all) {
    return new Keeping(ARRIVED, LocalDate.parse(today), contract -> chosen(contract, "PP1"))
        .of(List.of(all), "demo-1", rules);
  }

  @ParameterizedTest
  @CsvSource({
    // While it runs, retention alone decides; after its end not before the grace.
    "2028-02-20, 1d, '', 2028-02-11, retention",
    "2028-03-01, 1d, '', 2028-08-29, grace",
    "2028-03-01, 10y, '', 2038-02-10, retention",
    "2028-02-20, '', '', 2028-08-29, as long as the contract",
    "2028-02-20, '', 1d, 2028-08-29, as long as the contract",
    "2028-02-20, 1d, 1y, 2029-02-10, a storage rule",
    // As rows have it.
    "2028-02-20, 1d, P10Y, 2038-02-10, a storage rule",
    "2028-02-20, 1d, P6M, 2028-08-10, a storage rule",
    "2028-02-20, 1d, P14D, 2028-02-24, a storage rule",
  })
  void theLastDayOfAllThatBindsWins(
      String today, String retention, String rule, LocalDate until, String why) {
    Contract contract = contract("demo-1", "2028-02-01", "2028-02-29", retention);

    KeptUntil kept =
        kept(today, rule.isEmpty() ? List.of() : List.of(rule), contract).orElseThrow();

    assertThat(kept.lastDay()).isEqualTo(until);
    assertThat(kept.why()).contains(why);
    assertThat(kept.isPast(until)).isFalse();
    assertThat(kept.isPast(until.plusDays(1))).isTrue();
  }

  @Test
  void aContractThatFollowsKeepsWhatCameBefore() {
    Contract first = contract("demo-1", "2028-02-01", "2028-02-29", "");
    Contract next = contract("demo-2", "2029-01-01", "2029-12-31", "");

    assertThat(kept("2028-12-01", List.of(), first, next).orElseThrow().lastDay())
        .isEqualTo(LocalDate.parse("2030-06-30"));
  }

  @Test
  void whatNoContractSpeaksOfIsKept() {
    Contract others = contract("demo-1", "2028-02-01", "2028-02-29", "1d");

    assertThat(kept("2050-01-01", List.of("1d"))).isEmpty();
    assertThat(
            new Keeping(ARRIVED, LocalDate.parse("2050-01-01"), contract -> chosen(contract, "PP2"))
                .of(List.of(others), "demo-1", List.of("1d")))
        .isEmpty();
  }
}
