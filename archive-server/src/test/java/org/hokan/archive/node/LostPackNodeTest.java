package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pack that is wholly gone, as an operator sees it. */
class LostPackNodeTest {
  private LiveNode node;

  @BeforeEach
  void start() throws IOException {
    node = LiveNode.start();
    node.admit("demo");
    node.addAe("ENDO1", "demo", "store");
    Objects.send(node, "ENDO1", "1.2.840.7", "77", 2);
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  /** The one that there is. */
  private static Path pack(Path data) throws IOException {
    return KeptCheck.files(data.resolve("volume").resolve("packs"), ".tar").get(0);
  }

  @Test
  void itIsToldByHealthStatusAndVerification() throws IOException {
    node.restartAfter(data -> Files.move(pack(data), data.resolve("away.tar")));

    assertThat(node.hokan("status").done())
        .contains("DEGRADED")
        .contains("damage known at 1 places");
    assertThat(node.hokan("storage", "status").done()).contains("on no volume");
    assertThat(node.hokan("storage", "verify").out())
        .contains("1 damaged", "have it sent again")
        .contains("on no volume");
  }
}
