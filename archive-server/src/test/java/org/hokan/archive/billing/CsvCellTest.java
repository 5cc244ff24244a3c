package org.hokan.archive.billing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+A1",
        "-A1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "=",
        "-",
        "-1-1",
        "+1e9",
        "--1",
        "＝1+1",
        "＠SUM(A1)"
      })
  void putsAnApostropheBeforeWhatASpreadsheetWouldRun(String text) {
    assertThat(CsvCell.guarded(text)).isEqualTo("'" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+5", "-1234.56", "0", "plain", "a=1", "1.2.840.10008", " =1"})
  void leavesNumbersAndPlainTextsAsTheyAre(String text) {
    assertThat(CsvCell.guarded(text)).isEqualTo(text);
  }
}
