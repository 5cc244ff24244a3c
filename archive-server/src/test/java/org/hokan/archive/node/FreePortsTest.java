package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreePortsTest {
  private static Configuration configuration(String... settings) {
    return Configuration.load(Optional.empty(), List.of(settings));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dicom", "http"})
  void aPortThatIsTakenIsToldWithItsKeyBeforeAnythingElseIsDone(String door) throws Exception {
    String other = door.equals("dicom") ? "http" : "dicom";
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Configuration configuration =
          configuration(
              door + ".host=127.0.0.1", door + ".port=" + taken.getLocalPort(), other + ".port=0");
      assertThatThrownBy(() -> FreePorts.require(configuration))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort() + ": cannot listen")
          .hasMessageContaining("set " + door + ".port to a free one");
    }
  }

  @Test
  void aPortThatTheSystemChoosesIsFree() {
    assertThatCode(() -> FreePorts.require(configuration("dicom.port=0", "http.port=0")))
        .doesNotThrowAnyException();
  }
}
