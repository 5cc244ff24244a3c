package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.hokan.archive.contract.BackupUnit;
import org.joda.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvoiceWordsTest {
  private static final Money YEN = Money.parse("JPY 1000");

  @ParameterizedTest
  @ValueSource(strings = {"ja", "en"})
  void eachKindOfLineHasWordsInEachLanguage(String language) {
    InvoiceWords words = InvoiceWords.of(language);
    for (RecordType type : RecordType.values()) {
      if (type == RecordType.PERIOD) {
        for (BackupUnit unit : BackupUnit.values()) {
          assertThat(words.describe(line(type, unit.name()))).isNotBlank();
        }
      } else {
        assertThat(words.describe(line(type, ""))).isNotBlank();
      }
    }
  }

  private static InvoiceLine line(RecordType type, String unit) {
    return new InvoiceLine(
        new StatementLine(
            1, "demo-1", type, unit, "", "", YEN, 1, 1, YEN, Optional.of(BigDecimal.TEN)),
        "Why",
        "202610-0001/2",
        List.of(),
        OptionalLong.empty());
  }
}
