package org.hokan.archive.retrieve;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** dcmtk's receiver; without options it takes uncompressed objects only. */
public final class Storescp implements AutoCloseable {
  private static final long SECONDS = 20;
  private final Path folder;
  private final Process process;
  private final int port;

  /** Receives into a folder of its own in this one. */
  public Storescp(Path folder, String... options) throws IOException {
    require();
    this.folder = Files.createDirectories(folder.resolve("received"));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    process =
        new ProcessBuilder(command(options))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("storescp.log").toFile())
            .start();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!listens() && process.isAlive() && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  private List<String> command(String... options) {
    List<String> command = new ArrayList<>(List.of("storescp", "-od", folder.toString()));
    command.addAll(List.of(options));
    command.add(Integer.toString(port));
    return command;
  }

  public int port() {
    return port;
  }

  private static void require() {
    boolean there =
        Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "storescp")));
    if (!there && Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED"))) {
      fail("storescp is missing (expected: dcmtk installed; apt install dcmtk)");
    }
    assumeTrue(there, "storescp is missing: apt install dcmtk");
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** What it received so far. */
  public List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
