package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.hokan.archive.config.DicomConfiguration;
import org.junit.jupiter.api.Test;

class FileDescriptorsTest {
  private static final DicomConfiguration.Peers PEERS =
      new DicomConfiguration.Peers(200, 100, 2000);

  @Test
  void fewerThanConnectionsAndPacksMayTakeAreToldOf() {
    assertThat(FileDescriptors.shortage(PEERS, 200, 1024))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("1024 file descriptors (expected: 3400 or more")
                    .contains("ulimit -n"));
    assertThat(FileDescriptors.shortage(PEERS, 200, 3399)).isPresent();
  }

  @Test
  void asManyAsAreWantedAreNotToldOf() {
    assertThat(FileDescriptors.shortage(PEERS, 200, 3400)).isEmpty();
  }

  @Test
  void thisProcessHasSome() {
    assertThat(FileDescriptors.most()).isPositive();
  }
}
