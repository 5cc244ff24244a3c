package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;

/** Runs dcmtk's programs as peers. */
final class Dcmtk {
  private static final long SECONDS = 60;

  private Dcmtk() {}

  /** How a program ended, and what it said. */
  record Run(int exitCode, String output) {
    Run succeeded() {
      assertThat(exitCode).as(output).isZero();
      return this;
    }
  }

  /** Skips the test where the program is missing, unless HOKAN_TOOLS_REQUIRED is true. */
  static void require(String program) {
    boolean there =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!there && Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED"))) {
      throw new AssertionError(program + " of dcmtk is not installed (expected: it is)");
    }
    assumeTrue(there, program + " of dcmtk is not installed: skipped");
  }

  static Run run(Path folder, String... command) throws Exception {
    require(command[0]);
    Path output = Files.createTempFile(folder, command[0], ".out");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          String.join(" ", command) + ": still running: " + Files.readString(output));
    }
    return new Run(
        process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1));
  }

  /** Starts a program that listens; the caller destroys it. */
  static Process start(Path folder, List<String> command) throws IOException {
    require(command.get(0));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("listener.out").toFile())
        .start();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A small CT slice with made-up contents. */
  static DataSet slice(int number) {
    byte[] pixels = Loopback.bytes(64 * 64 * 2, number);
    return DataSet.builder()
        .uid(0x00080016, Loopback.CT)
        .uid(0x00080018, Loopback.instance(number))
        .string(0x00080060, "CT")
        .string(0x00100010, "TEST^ONE")
        .string(0x00100020, "P1")
        .uid(0x0020000D, Uid.of("1.2.3"))
        .uid(0x0020000E, Uid.of("1.2.3.4"))
        .integer(0x00280002, 1)
        .string(0x00280004, "MONOCHROME2")
        .integer(0x00280010, 64)
        .integer(0x00280011, 64)
        .integer(0x00280100, 16)
        .integer(0x00280101, 16)
        .integer(0x00280102, 15)
        .integer(0x00280103, 0)
        .bytes(0x7FE00010, VR.OW, pixels)
        .build();
  }

  static Path file(Path folder, int number) throws IOException {
    Path file = folder.resolve("slice" + number + ".dcm");
    TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    FileMetaInformation meta =
        FileMetaInformation.of(Loopback.CT, Loopback.instance(number), syntax.uid());
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(meta, slice(number), out);
    }
    return file;
  }
}
