package org.hokan.archive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {
  @ParameterizedTest
  @CsvSource({"abc, 3", "山田太郎, 8", "ヤマダ, 6", "ﾔﾏﾀﾞ, 4", "홍길동, 6", "é, 1", "'', 0", "😀, 2"})
  void countsColumnsOfATerminal(String text, int columns) {
    assertThat(DisplayWidth.of(text)).isEqualTo(columns);
  }

  @Test
  void combiningMarksTakeNoColumn() {
    assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
    assertThat(DisplayWidth.of("\u200b")).isZero();
  }

  @Test
  void nothingThatCouldSteerATerminalIsShown() {
    assertThat(DisplayWidth.printable("a\u001b[31mred\r\nb\u202ec")).isEqualTo("a [31mred  bc");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.00 kB",
    "1234567, 1.23 MB",
    "99950000, 100 MB",
    "500000000000, 500 GB",
    "9223372036854775807, 9.22 EB",
    "999499, 999 kB",
    "999500, 1.00 MB"
  })
  void showsSizesWithThreeDigits(long bytes, String shown) {
    assertThat(Column.size(bytes)).isEqualTo(shown);
  }

  @Test
  void columnsStandBelowEachOtherAlsoWithWideCharacters() throws Exception {
    JsonNode items =
        new ObjectMapper()
            .readTree(
                "[{\"name\":\"山田^太郎\",\"count\":5},{\"name\":\"Smith\",\"count\":1234},{\"count\":1}]");
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    Table.print(
        out,
        Terminal.UNLIMITED,
        items,
        List.of(Column.text("NAME", "name"), Column.number("COUNT", "count")));
    out.flush();
    assertThat(text.toString().lines())
        .containsExactly(
            "NAME       COUNT", "山田^太郎      5", "Smith       1234", "               1");
  }
}
