package org.hokan.archive.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KEYS =
      List.of("dicom", "dicom.port", "dicom.ae-title", "http.port", "storage.pack-size");

  @ParameterizedTest
  @CsvSource({
    "dicom.prot, dicom.port",
    "dicm, dicom",
    "dicom.aetitle, dicom.ae-title",
    "storage.packsize, storage.pack-size",
    "http.prt, http.port",
    "pack-size, storage.pack-size"
  })
  void suggestsTheKeyThatWasMeant(String typed, String meant) {
    assertThat(Nearest.of(typed, KEYS)).contains(meant);
  }

  @Test
  void suggestsNothingWhenNothingIsNear() {
    assertThat(Nearest.of("completely.different", KEYS)).isEmpty();
    assertThat(Nearest.of("x".repeat(1_000_000), KEYS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'', '', 0", "a, '', 1", "'', ab, 2", "kitten, sitting, 3", "flaw, lawn, 2"})
  void countsInsertionsDeletionsAndReplacements(String from, String to, int distance) {
    assertThat(Nearest.distance(from, to)).isEqualTo(distance);
    assertThat(Nearest.distance(to, from)).isEqualTo(distance);
  }
}
