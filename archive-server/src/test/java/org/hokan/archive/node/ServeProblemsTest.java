package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code hokan serve} tells when it cannot run: one message, no stack trace. */
class ServeProblemsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void listsAllMistakesOfTheConfigurationAtOnce() {
    assertThat(serve("--set", "dicom.prot=5", "--set", "http.port=70000")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("hokan: configuration: 2 problems")
        .contains("dicom.prot: unknown key (nearest: dicom.port)", "http.port: 70000")
        .doesNotContain("\tat ");
  }

  @Test
  void saysThatAnotherNodeUsesTheFolder() {
    Configuration same =
        Configuration.load(
            Optional.empty(),
            List.of("data-directory=" + folder.resolve("data"), "dicom.port=0", "http.port=0"));
    try (Node first = Node.start(same)) {
      assertThat(first.welcome()).isNotEmpty();
      assertThat(serve("--set", "dicom.port=0", "--set", "http.port=0")).isEqualTo(1);
    }
    assertThat(err.toString())
        .startsWith("hokan: data folder ")
        .contains("in use (expected: one node at a time;")
        .doesNotContain("\tat ");
  }

  @Test
  void warnsWhereItIsStartedThatNothingIsAcceptedForWantOfSpace() {
    Configuration hungry =
        Configuration.load(
            Optional.empty(),
            List.of(
                "data-directory=" + folder.resolve("data"),
                "storage.minimum-free-space=1PiB",
                "dicom.port=0",
                "http.port=0"));
    try (Node node = Node.start(hungry)) {
      assertThat(String.join("\n", node.welcome()))
          .containsPattern(
              "WARNING: volume .* free \\(expected: 1 PiB, storage.minimum-free-space\\): nothing is"
                  + " accepted; make room");
    }
  }

  @Test
  void saysThatSomebodyElseHasTheDatabaseOpen() throws IOException {
    Path database = Files.createDirectories(folder.resolve("data/database"));
    try (FileChannel other =
            FileChannel.open(
                database.resolve("hokan.mv.db"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = other.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(serve("--set", "dicom.port=0", "--set", "http.port=0")).isEqualTo(1);
    }
    assertThat(err.toString()).startsWith("hokan: data folder ").doesNotContain("\tat ");
  }

  @Test
  void saysWhichFolderCannotBeMade() throws IOException {
    Files.writeString(folder.resolve("data"), "a file where the folder should be");
    assertThat(serve("--set", "dicom.port=0", "--set", "http.port=0")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("hokan: " + folder.resolve("data") + ": cannot be made, read or written")
        .doesNotContain("\tat ");
  }

  @Test
  void listsWhatIsSetAndAllOnlyWhenAsked() throws IOException {
    Files.writeString(folder.resolve("data"), "a file, so that no node begins");

    serve("--set", "dicom.port=0", "--set", "http.port=0");
    assertThat(out.toString())
        .contains("  dicom.port = 0 (--set)", "other keys by default")
        .doesNotContain("dicom.ae-title");

    serve("--set", "dicom.port=0", "--set", "http.port=0", "--show-configuration");
    assertThat(out.toString()).contains("  dicom.ae-title = HOKAN (default)");
  }

  @Test
  void saysThatACopyVolumeIsOnTheSameDisk() {
    String copies = "storage.copy-volumes=" + folder.resolve("copies");
    assertThat(serve("--set", "dicom.port=0", "--set", "http.port=0", "--set", copies))
        .isEqualTo(1);
    assertThat(err.toString())
        .startsWith("hokan: copy volume " + folder.resolve("copies") + ": on the file system of")
        .contains("storage.copy-same-disk: allow")
        .doesNotContain("\tat ");
  }

  @Test
  void saysWhichPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "dicom.port=" + taken.getLocalPort();
      assertThat(serve("--set", "dicom.host=127.0.0.1", "--set", port, "--set", "http.port=0"))
          .isEqualTo(1);
      assertThat(err.toString())
          .startsWith("hokan: ")
          .contains(":" + taken.getLocalPort() + ": cannot listen")
          .doesNotContain("\tat ");
    }
  }

  private int serve(String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "serve";
    args[1] = "--data";
    args[2] = folder.resolve("data").toString();
    System.arraycopy(more, 0, args, 3, more.length);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
