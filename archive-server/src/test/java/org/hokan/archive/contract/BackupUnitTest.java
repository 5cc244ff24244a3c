package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupUnitTest {
  @ParameterizedTest
  @CsvSource({
    "PATIENT,  PP1,     P1",
    "PATIENT,  P12345,  12345",
    "PATIENT,  S1.2.3,  1.2.3",
    "PATIENT,  H0123ab, H0123ab",
    "STUDY,    1.2.3,   1.2.3",
    "FACILITY, Pacific, Pacific"
  })
  void anObjectIsCalledAsPeopleKnowIt(BackupUnit unit, String key, String called) {
    assertThat(unit.called(key)).isEqualTo(called);
  }
}
