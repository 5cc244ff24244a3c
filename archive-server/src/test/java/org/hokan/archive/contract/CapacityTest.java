package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityTest {
  @ParameterizedTest
  @CsvSource({
    "500GB, 500000000000, 500GB",
    "1.5TB, 1500000000000, 1500GB",
    "64GiB, 68719476736, 68719476736B",
    "1000 kB, 1000000, 1MB",
    "7B, 7, 7B",
    "9PB, 9000000000000000, 9PB"
  })
  void readsDecimalAndBinaryUnits(String text, long bytes, String shortest) {
    assertThat(Capacity.parse(text)).isEqualTo(bytes);
    assertThat(Capacity.format(bytes)).isEqualTo(shortest);
    assertThat(Capacity.parse(shortest)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0B", "7", "0GB", "-1GB", "GB", "1.2B", "5XB", "99999999PB", "1e9", "500 G"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> Capacity.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 500GB");
  }
}
