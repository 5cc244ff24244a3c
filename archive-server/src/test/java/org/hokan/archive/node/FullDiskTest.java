package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose disk others fill, the reserve too. Needs root for a file system of its own. */
class FullDiskTest {
  private static final byte[] MIB = new byte[1 << 20];

  /** Until the room that is left in the database's file is used up. */
  private static final int ATTEMPTS = 100;

  @TempDir private Path folder;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    Files.createDirectories(disk());
    assumeTrue(
        runs("mount", "-t", "tmpfs", "-o", "size=64m", "hokan-test", disk().toString()),
        "mount of a tmpfs is not permitted here: not tested");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    runs("umount", "-l", disk().toString());
  }

  private Path disk() {
    return folder.resolve("disk");
  }

  private static boolean runs(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      assumeTrue(false, "no " + command[0] + " here: not tested");
      throw e;
    }
  }

  private void fill(Path file) {
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(MIB);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  @Test
  void aNodeWhoseDatabaseClosesItselfEndsWithOneLineAndIsWholeWhenItIsStartedAgain()
      throws Exception {
    Path data = disk().resolve("data");
    Path log = folder.resolve("log");
    Path others = disk().resolve("others");
    try (NodeProcess node = NodeProcess.start(data, log)) {
      node.run("facility", "add", "demo", "--name", "Demo Hospital", "--issuer", "DEMO");
      fill(others);
      for (int i = 0; i < ATTEMPTS && node.isAlive(); i++) {
        node.attempt("facility", "add", "more" + i, "--name", "More", "--issuer", "MORE" + i);
      }
      assertThat(node.ended()).isEqualTo(1);
    }
    assertThat(Files.readString(log)).containsOnlyOnce("the database has closed itself");
    assertThat(Files.readAllLines(log)).hasSizeLessThan(500);
    Files.delete(others);
    try (NodeProcess again = NodeProcess.start(data, folder.resolve("log-again"))) {
      assertThat(again.run("facility", "list")).contains("demo");
    }
  }
}
