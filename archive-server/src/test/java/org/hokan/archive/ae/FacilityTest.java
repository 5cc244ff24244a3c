package org.hokan.archive.ae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FacilityTest {
  @ParameterizedTest
  @ValueSource(strings = {"demo", "a", "st-luke-2", "0123456789abcdef0123456789abcdef"})
  void takesCodesThatAreSafeAsFolderNames(String code) {
    assertThat(Facility.of(code, "Demo", "DEMO").code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Demo", "-a", "a-", "a b", "..", "a/b", "0123456789abcdef0123456789abcdef0"})
  void refusesOtherCodes(String code) {
    assertThatThrownBy(() -> Facility.of(code, "Demo", "DEMO"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lower-case");
  }

  @Test
  void namesAreOneLineAndNotEmpty() {
    assertThatThrownBy(() -> Facility.of("demo", " ", "DEMO")).hasMessageContaining("name");
    assertThatThrownBy(() -> Facility.of("demo", "a\nb", "DEMO")).hasMessageContaining("one line");
    assertThatThrownBy(() -> Facility.of("demo", "Demo", "")).hasMessageContaining("issuer");
    assertThatThrownBy(() -> Facility.of("demo", "Demo", "A\\B")).hasMessageContaining("backslash");
  }
}
