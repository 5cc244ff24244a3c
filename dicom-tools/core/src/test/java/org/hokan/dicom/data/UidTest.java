package org.hokan.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidTest {

  /** The example of PS3.5 §B.2. */
  @Test
  void aUuidIsADecimalNumberBehind225() {
    assertThat(Uid.of(UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")))
        .isEqualTo(new Uid("2.25.329800735698586629295641978511506172918"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "1.2.840.10008.1.2",
        "2.25.329800735698586629295641978511506172918",
        "1.02.3",
        "1234567890.1234567890.1234567890.1234567890.1234567890.123456789"
      })
  void takesWhatRealObjectsHave(String text) {
    assertThat(Uid.isUid(text)).isTrue();
    assertThat(Uid.of(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1.2 ",
        "1.2\0",
        "1.2a",
        "１.2",
        "1.2\\3",
        "1234567890.1234567890.1234567890.1234567890.1234567890.1234567890"
      })
  void refusesWhatCannotStandInAUiValue(String text) {
    assertThat(Uid.isUid(text)).isFalse();
    assertThatThrownBy(() -> Uid.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PS3.5 §9.1");
  }

  @Test
  void comparesByCharacters() {
    assertThat(Uid.of("1.2")).isEqualTo(Uid.of("1.2")).isLessThan(Uid.of("1.3"));
    assertThat(Uid.of("1.2")).isNotEqualTo(Uid.of("1.02"));
  }
}
