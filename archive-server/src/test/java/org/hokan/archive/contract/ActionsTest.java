package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Period;
import java.util.Optional;
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
        "accept",
        "retention=6m,compression=lossless",
        "storage-class=ECONOMY,retention=30d,compression=jpeg-ls-lossless",
        "storage-class=ECONOMY,compression=none",
        "refuse=out-of-resources",
        "refuse=A7FF",
        "refuse=C123",
        "quarantine,notify=look at it",
        "storage-class=ECONOMY,forward=PACS 1,forward=VIEWER1,bill=3D model,notify=tell radiology"
      })
  void whatIsWrittenIsReadBack(String text) {
    assertThat(Actions.parse(text)).hasToString(text);
    assertThat(Actions.parse(Actions.parse(text).toString())).isEqualTo(Actions.parse(text));
  }

  @Test
  void whatIsNotGivenIsAsTheContractSaysWithoutEndAndAsItCame() {
    assertThat(Actions.parse(" compression = rle "))
        .isEqualTo(
            Actions.kept(
                Optional.empty(),
                Optional.empty(),
                Optional.of(CompressionOrder.atOnce(Compression.RLE)),
                FollowUps.NONE));
    assertThat(Actions.parse("accept")).isEqualTo(Actions.ACCEPT);
    assertThat(Actions.parse("retention=2w").retention()).contains(Period.ofDays(14));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'';storage-class=ECONOMY|DELUXE",
        "forward;forward",
        "storage-class;storage-class",
        "storage-class=GOLD;'GOLD'",
        "refuse=yes;column 1: refuse: 'yes'",
        "refuse=0000;A7xx, A9xx or Cxxx",
        "refuse=B000;A7xx, A9xx or Cxxx",
        "refuse=A70;A7xx, A9xx or Cxxx",
        "refuse,notify=x;column 8: refuse together with notify",
        "quarantine,forward=X;it alone",
        "retention=10y, forwrad=X;column 16: 'forwrad=X'",
        "copies=3;1, or 2",
        "storage-class=ECONOMY,copies=2;column 23: copies together with storage-class=ECONOMY, which keeps 1",
        "forward=A,forward=A;each once",
        "forward=;1 to 16",
        "forward=12345678901234567;1 to 16",
        "bill=;1 to 64",
        "notify=;1 to 120",
        "notify=a,notify=b;given twice",
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
        "storage-class=ECONOMY,;refuse, refuse=STATUS, quarantine, accept, or"
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
  void whatWasReleasedFromQuarantineIsKeptOnce() {
    assertThat(Actions.kept("QUARANTINE", "", "", FollowUps.NONE))
        .isEqualTo(Actions.kept("ECONOMY", "", "", FollowUps.NONE));
  }

  @Test
  void copiesAreAnotherWordForTheStorageClass() {
    assertThat(Actions.parse("copies=2")).isEqualTo(Actions.parse("storage-class=DELUXE"));
    assertThat(Actions.parse("copies=1,storage-class=ECONOMY"))
        .isEqualTo(Actions.parse("storage-class=ECONOMY"));
  }

  @Test
  void aRefusalMayBeNamedOrGivenInDigits() {
    assertThat(Actions.parse("refuse=A700h")).isEqualTo(Actions.parse("refuse=Out-Of-Resources"));
    assertThat(Actions.parse("refuse=0122").status()).contains(new RefusalStatus(0x0122));
    assertThat(Actions.parse("refuse").status()).isEmpty();
  }

  @Test
  void aTextWithoutEndIsRefused() {
    assertThatThrownBy(() -> Actions.parse("x".repeat(1_000_000)))
        .hasMessageContaining("1000000 characters");
  }
}
