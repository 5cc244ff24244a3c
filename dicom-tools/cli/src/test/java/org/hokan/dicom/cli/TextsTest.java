package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

  @ParameterizedTest
  @CsvSource({"abc, 3", "山田, 4", "ﾔﾏﾀﾞ, 4", "Å, 1", "A\u030A, 1", "한국, 4"})
  void countsColumnsAsATerminalDoes(String text, int columns) {
    assertThat(Texts.width(text)).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({"abcdef, 4, abc…", "abcd, 4, abcd", "山田太郎, 5, 山田…", "山田太郎, 4, 山…", "abc, 0, abc"})
  void cutsToColumnsAndTellsIt(String text, int columns, String cut) {
    assertThat(Texts.cut(text, columns)).isEqualTo(cut);
  }

  @Test
  void letsNothingThroughThatControlsATerminal() {
    assertThat(Texts.printable("a\u001b[2Jb\nc\u0085")).isEqualTo("a [2Jb c ");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "1449, 1.4 kB",
    "99949, 99.9 kB",
    "99950, 100 kB",
    "999499, 999 kB",
    "999500, 1.0 MB",
    "61500000, 61.5 MB",
    "9223372036854775807, 9223 PB"
  })
  void tellsSizesInDecimalUnits(long bytes, String text) {
    assertThat(Texts.size(bytes)).isEqualTo(text);
  }

  @Test
  void tellsRatesAlsoOfNoTimeAtAll() {
    assertThat(Texts.rate(50, Duration.ofSeconds(2), "files")).isEqualTo("25 files/s");
    assertThat(Texts.rate(1, Duration.ZERO, "files")).isEqualTo("1000 files/s");
    assertThat(Texts.throughput(3_000_000, Duration.ofSeconds(2))).isEqualTo("1.5 MB/s");
    assertThat(Texts.seconds(Duration.ofMillis(2149))).isEqualTo("2.1 s");
  }

  @Test
  void countsInWords() {
    assertThat(Texts.count(1, "file")).isEqualTo("1 file");
    assertThat(Texts.count(1234, "file")).isEqualTo("1,234 files");
    assertThat(Texts.count(0, "file")).isEqualTo("0 files");
  }
}
