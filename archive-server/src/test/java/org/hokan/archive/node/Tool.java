package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A program of somebody else's toolkit; where it is missing the test is skipped. */
final class Tool implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Process process;

  private Tool(Process process) {
    this.process = process;
  }

  /** What it said on both its outputs, and its exit status. */
  record Answer(int status, String text) {
    List<String> lines() {
      return text.lines().toList();
    }

    /** What it said; fails unless it ended well. */
    String done() {
      if (status != 0) {
        throw new AssertionError("status %d (expected: 0)%n%s".formatted(status, text));
      }
      return text;
    }
  }

  /** Skips the test where a program is missing, unless HOKAN_TOOLS_REQUIRED is true. */
  static void require(String... programs) {
    for (String program : programs) {
      boolean there = Files.isExecutable(Path.of("/usr/bin", program));
      String missing = program + " is not installed (Debian: dcmtk, dicom3tools, python3-pydicom)";
      if (!there && Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED"))) {
        fail(missing + ", and HOKAN_TOOLS_REQUIRED is true");
      }
      Assumptions.assumeTrue(there, missing);
    }
  }

  /** The same for pydicom. */
  static void requirePydicom() throws IOException {
    require("python3");
    boolean there = run("/usr/bin/python3", "-c", "import pydicom").status() == 0;
    String missing = "pydicom is not installed (Debian: python3-pydicom)";
    if (!there && Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED"))) {
      fail(missing + ", and HOKAN_TOOLS_REQUIRED is true");
    }
    Assumptions.assumeTrue(there, missing);
  }

  /** Runs it to its end. */
  static Answer run(String... command) throws IOException {
    Path output = Files.createTempFile("tool", ".txt");
    try {
      Process process = begin(output, command);
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(List.of(command) + ": did not end");
      }
      return new Answer(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** Starts one that listens at a port of this machine, and waits until it does. */
  static Tool listening(int port, Path log, String... command) throws IOException {
    Tool tool = new Tool(begin(log, command));
    Awaitility.await(command[0] + " at port " + port)
        .atMost(PATIENCE)
        .until(() -> listens(port) || !tool.process.isAlive());
    if (!tool.process.isAlive()) {
      throw new IOException(List.of(command) + ": " + Files.readString(log));
    }
    return tool;
  }

  private static Process begin(Path output, String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
