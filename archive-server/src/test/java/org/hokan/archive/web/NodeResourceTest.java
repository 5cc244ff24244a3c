package org.hokan.archive.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeResourceTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0.0 of 0.0 kB",
    "600, 1200, 0.6 of 1.2 kB",
    "999999, 999999, 1000.0 of 1000.0 kB",
    "500000, 12000000, 0.5 of 12.0 MB",
    "1500000000, 3000000000, 1.5 of 3.0 GB"
  })
  void howMuchIsReadIsSaidInTheUnitThatFits(long bytes, long total, String text) {
    assertThat(NodeResource.of(bytes, total)).isEqualTo(text);
  }
}
