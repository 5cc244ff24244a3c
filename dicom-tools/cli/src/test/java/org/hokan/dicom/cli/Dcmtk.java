package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program of dcmtk as peer, run until it is closed. */
final class Dcmtk implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);

  private final Process process;
  private final int port;

  private Dcmtk(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  int port() {
    return port;
  }

  /** Skips the test where the program is missing, unless HOKAN_TOOLS_REQUIRED wants it. */
  static void require(String program) {
    boolean there = Files.isExecutable(Path.of("/usr/bin", program));
    if (!there && Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED"))) {
      fail(program + " is missing (expected: dcmtk installed; apt install dcmtk)");
    }
    Assumptions.assumeTrue(there, program + " is missing: apt install dcmtk");
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A Query/Retrieve SCP named QR that knows one destination of this machine. */
  static Dcmtk queryRetrieve(Path folder, String destination, int destinationPort)
      throws IOException {
    require("dcmqrscp");
    int port = freePort();
    Path database = Files.createDirectories(folder.resolve("QR"));
    Path configuration = folder.resolve("dcmqrscp.cfg");
    Files.writeString(
        configuration,
        """
        NetworkTCPPort  = %d
        MaxPDUSize      = 16384
        MaxAssociations = 16
        HostTable BEGIN
        viewer = (%s, 127.0.0.1, %d)
        HostTable END
        VendorTable BEGIN
        VendorTable END
        AETable BEGIN
        QR  %s  RW  (200, 1024mb)  ANY
        AETable END
        """
            .formatted(port, destination, destinationPort, database));
    return start(port, folder, "dcmqrscp", "-c", configuration.toString());
  }

  /** A storage SCP that writes into the folder. */
  static Dcmtk storage(Path folder) throws IOException {
    require("storescp");
    int port = freePort();
    Files.createDirectories(folder);
    return start(port, folder, "storescp", "+xa", "-od", folder.toString(), Integer.toString(port));
  }

  private static Dcmtk start(int port, Path folder, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile())
            .start();
    long until = System.nanoTime() + START.toNanos();
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() > until) {
        process.destroy();
        throw new IOException(
            List.of(command) + ": " + Files.readString(folder.resolve("log.txt")));
      }
      Thread.onSpinWait();
    }
    return new Dcmtk(process, port);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs a program to its end; its exit status. */
  static int run(String... command) throws IOException, InterruptedException {
    require(command[0]);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(List.of(command) + ": did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
