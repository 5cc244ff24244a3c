package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractTermsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-12-31, 2026-01-01, JPY 1, 1, the last day",
    "1066-01-01, 2026-01-01, JPY 1, 1, years 1990 to 2999",
    "2026-01-01, 9999-12-31, JPY 1, 1, years 1990 to 2999",
    "2026-01-01, 2026-12-31, JPY -1, 1, not negative",
    "2026-01-01, 2026-12-31, JPY 1, 0, at least 1"
  })
  void termsThatMakeNoSenseAreRefused(
      LocalDate from, LocalDate until, String rate, long capacity, String hint) {
    assertThatThrownBy(() -> terms(from, until, rate, capacity))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(hint);
  }

  @Test
  void aContractMayLastOneDayAndCostNothing() {
    LocalDate day = LocalDate.parse("2026-02-28");
    assertThat(terms(day, day, "USD 0.00", 1).backups().get(0).price().unitRate())
        .isEqualTo(Money.parse("USD 0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a b", "a/b", "ä"})
  void namesOfRulesArePlain(String name) {
    assertThatThrownBy(() -> StorageRule.of("ENDO1", name, "true", Actions.ACCEPT, 1))
        .hasMessageContaining("letters, digits");
  }

  @Test
  void aRuleHasAConditionAndAnOrderInRange() {
    assertThatThrownBy(() -> StorageRule.of("ENDO1", "r", " ", Actions.ACCEPT, 1))
        .hasMessageContaining("when is empty");
    assertThatThrownBy(() -> StorageRule.of("ENDO1", "r", "true", Actions.ACCEPT, -1))
        .hasMessageContaining("0 to 1000000");
  }

  @Test
  void contractsSortByFacilityThenNumber() {
    Map<String, Integer> byId = new TreeMap<>(ContractOrder.BY_ID);
    for (String id : new String[] {"b-1", "a-10", "a-2", "a-1-1", "a-1"}) {
      byId.put(id, 0);
    }
    assertThat(byId.keySet()).containsExactly("a-1", "a-2", "a-10", "a-1-1", "b-1");
    for (String none : new String[] {"", "-", "a", "-1", "a-01", "a-0x1", "a-99999999999"}) {
      assertThat(byId.containsKey(none)).as("what is no ID can be asked for: %s", none).isFalse();
    }
  }

  private static ContractTerms terms(LocalDate from, LocalDate until, String rate, long capacity) {
    return ContractTerms.builder(new Parties("Provider", "Hospital"), from, until)
        .capacity(CapacityTerms.of(capacity))
        .backup(
            BackupTerms.of(
                    BackupUnit.FACILITY, TestTerms.price(PeriodCourse.ANNUAL, Money.parse(rate)))
                .build())
        .build();
  }
}
