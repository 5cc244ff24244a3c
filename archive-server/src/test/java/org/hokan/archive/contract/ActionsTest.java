package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "refuse",
        "quarantine",
        "storage-class=ECONOMY",
        "storage-class=DELUXE,retention=10y",
        "storage-class=ECONOMY,retention=6m,compression=lossless",
        "storage-class=ECONOMY,retention=30d,compression=jpeg-ls-lossless",
        "storage-class=ECONOMY,compression=none"
      })
  void whatIsWrittenIsReadBack(String text) {
    assertThat(Actions.parse(text)).hasToString(text);
    assertThat(Actions.parse(Actions.parse(text).toString())).isEqualTo(Actions.parse(text));
  }

  @Test
  void whatIsNotGivenIsKeptOnceWithoutEndAsItCame() {
    assertThat(Actions.parse(" compression = rle "))
        .isEqualTo(
            new Actions(
                Actions.Disposition.ACCEPT,
                StorageClass.ECONOMY,
                java.util.Optional.empty(),
                java.util.Optional.of(CompressionOrder.atOnce(Compression.RLE))));
    assertThat(Actions.parse("storage-class=economy"))
        .isEqualTo(Actions.keep(StorageClass.ECONOMY));
    assertThat(Actions.parse("retention=2w").retention()).contains(Period.ofDays(14));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'';storage-class=ECONOMY|DELUXE",
        "forward=X;forward",
        "forward;forward",
        "storage-class;storage-class",
        "storage-class=GOLD;'GOLD'",
        "refuse=yes;refuse",
        "refuse,quarantine;one of them",
        "refuse,storage-class=ECONOMY;it alone",
        "quarantine,retention=10y;it alone",
        "retention=10;10y, 6m, 2w or 30d",
        "retention=99999y;at most 1000 years",
        "retention=0y;10y, 6m",
        "retention=10y,retention=11y;given twice",
        "compression=small;lossless, jpeg-xl, jpeg-lossless",
        "compress=nightly;compress without compression",
        "compression=lossless,compress=soon;at-once, nightly",
        "compression=lossless,compress=0d;at-once, nightly",
        "storage-class=ECONOMY,;refuse, quarantine, or"
      })
  void whatMakesNoSenseIsRefusedWithWhatWouldDo(String text, String hint) {
    assertThatThrownBy(() -> Actions.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(hint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "storage-class=ECONOMY,compression=lossless",
        "storage-class=ECONOMY,compression=jpeg-xl,compress=nightly",
        "storage-class=ECONOMY,compression=rle,compress=30d",
        "storage-class=ECONOMY,compression=deflate,compress=36h"
      })
  void howAndWhenToCompressIsOneText(String text) {
    assertThat(Actions.parse(text)).hasToString(text);
  }

  @Test
  void aTextWithoutEndIsRefused() {
    assertThatThrownBy(() -> Actions.parse("x".repeat(1_000_000)))
        .hasMessageContaining("1000000 characters");
  }
}
