package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The architecture's rule: Netty only in net.pdu and net.association. */
class NoTransportInServiceTest {
  private static final Path SOURCES =
      Path.of(
          System.getProperty("hokan.root"), "dicom-tools/net/src/main/java/org/hokan/dicom/net");

  @ParameterizedTest
  @ValueSource(strings = {"service", "dimse"})
  void namesNothingOfTheTransport(String packageFolder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(SOURCES.resolve(packageFolder))) {
      files = found.toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContain("io.netty");
    }
  }
}
