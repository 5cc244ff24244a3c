package org.hokan.dicom.image.codec.external;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;

/**
 * A program that makes one file of another, run in a child process with bounded time, memory and
 * output. At most as many run at once as there are processors. Thread-safe.
 *
 * <p>Input and output are files in a folder that only the owner can read, made for each run and
 * removed after it; what the program prints goes nowhere else, since it could quote the picture.
 */
final class NativeTool {
  /** In the arguments: the path of the input. */
  static final String INPUT = "{input}";

  /** In the arguments: the path of the output. */
  static final String OUTPUT = "{output}";

  /** Where a system has no such limit, the others and the time still hold. */
  private static final String BOUNDED =
      "ulimit -c 0; ulimit -v \"$1\" 2>/dev/null; ulimit -f \"$2\" 2>/dev/null;"
          + " ulimit -t \"$3\" 2>/dev/null; shift 3; exec \"$@\"";

  private static final int FILE_BLOCK_BYTES = 512;
  private static final int FIRST_SIGNAL_STATUS = 128;
  private static final Semaphore RUNNING =
      new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  private final String command;
  private final String debianPackage;
  private final Optional<Path> executable;

  /** Makes the input file. */
  interface Input {
    void writeTo(Path file) throws IOException;
  }

  /**
   * What to run.
   *
   * @param input makes the input file
   * @param inputName its name, of which the program may take the format
   * @param outputName the name of the file that the program makes
   * @param arguments with {@link #INPUT} and {@link #OUTPUT} in the files' places
   * @param proof what the program prints only where it did what was asked, for one whose exit
   *     status does not tell; empty for one whose does
   */
  record Work(
      Input input, String inputName, String outputName, List<String> arguments, String proof) {
    Work {
      arguments = List.copyOf(arguments);
    }

    /** With the bytes of the input file. */
    Work(byte[] input, String inputName, String outputName, List<String> arguments, String proof) {
      this(file -> Files.write(file, input), inputName, outputName, arguments, proof);
    }
  }

  /**
   * What one run may cost.
   *
   * @param memoryBytes address space of the child
   * @param outputBytes length of the output
   * @param seconds of processor time and, on its own, of waiting for its end
   */
  record Budget(long memoryBytes, long outputBytes, int seconds) {}

  /** A command that is looked for in the folders of PATH. */
  NativeTool(String command, String debianPackage) {
    this(command, debianPackage, Optional.ofNullable(System.getenv("PATH")).orElse(""));
  }

  /** A command that is looked for in these folders. */
  NativeTool(String command, String debianPackage, String path) {
    this.command = command;
    this.debianPackage = debianPackage;
    this.executable =
        Stream.of(path.split(File.pathSeparator))
            .filter(folder -> !folder.isBlank())
            .map(folder -> Path.of(folder).resolve(command).toAbsolutePath())
            .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
            .findFirst();
  }

  /** What to do where it is not installed; empty where it is. */
  Optional<String> unavailable() {
    return executable.isPresent()
        ? Optional.empty()
        : Optional.of("install %s (Debian package): no %s".formatted(debianPackage, command));
  }

  /**
   * Runs it.
   *
   * @param refused the reason to give when the program says that it cannot do it
   * @return the output
   * @throws CodecException when it is missing, refuses, crashes, costs too much or is interrupted
   */
  byte[] run(Work work, Budget budget, Reason refused) {
    Path program =
        executable.orElseThrow(
            () -> new CodecException(Reason.UNAVAILABLE, unavailable().orElseThrow()));
    try {
      RUNNING.acquire();
      try {
        return inFolder(program, work, budget, refused);
      } finally {
        RUNNING.release();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CodecException(Reason.INTERRUPTED, command + ": interrupted", interrupted);
    } catch (IOException failed) {
      throw new CodecException(
          Reason.FAILED, "%s: cannot be run: %s".formatted(command, failed.getMessage()), failed);
    }
  }

  private byte[] inFolder(Path program, Work work, Budget budget, Reason refused)
      throws IOException, InterruptedException {
    Path folder = ScratchFolders.create();
    try {
      Path input = folder.resolve(work.inputName());
      work.input().writeTo(input);
      Path output = folder.resolve(work.outputName());
      List<String> line = commandLine(program, work, budget, input, output);
      Path printed = folder.resolve("printed.txt");
      int status = statusOf(line, printed, budget);
      if (status != 0) {
        throw failed(status, budget, refused);
      }
      if (!Files.readString(printed, StandardCharsets.ISO_8859_1).contains(work.proof())) {
        throw new CodecException(
            refused, "%s: did not say \"%s\" (expected)".formatted(command, work.proof()));
      }
      return bounded(output, budget);
    } finally {
      ScratchFolders.remove(folder);
    }
  }

  private static List<String> commandLine(
      Path program, Work work, Budget budget, Path input, Path output) {
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", BOUNDED, "sh"));
    line.add(Long.toString(budget.memoryBytes() / 1024));
    line.add(Long.toString(budget.outputBytes() / FILE_BLOCK_BYTES + 1));
    line.add(Integer.toString(budget.seconds()));
    line.add(program.toString());
    for (String argument : work.arguments()) {
      line.add(
          argument.equals(INPUT)
              ? input.toString()
              : argument.equals(OUTPUT) ? output.toString() : argument);
    }
    return line;
  }

  private int statusOf(List<String> line, Path printed, Budget budget)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    try {
      if (!process.waitFor(budget.seconds(), TimeUnit.SECONDS)) {
        throw late(budget);
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private CodecException late(Budget budget) {
    return new CodecException(
        Reason.TIME,
        "%s: not done after %d s (expected: less)".formatted(command, budget.seconds()));
  }

  private CodecException failed(int status, Budget budget, Reason refused) {
    int signal = status - FIRST_SIGNAL_STATUS;
    return switch (signal) {
      case 24 -> late(budget); // SIGXCPU
      case 25 -> // SIGXFSZ
          new CodecException(
              Reason.LIMIT,
              "%s: more than %d bytes (expected: at most)"
                  .formatted(command, budget.outputBytes()));
      default ->
          signal > 0
              ? new CodecException(
                  Reason.FAILED, "%s: ended by signal %d".formatted(command, signal))
              : new CodecException(
                  refused, "%s: refused with status %d (expected: 0)".formatted(command, status));
    };
  }

  private byte[] bounded(Path output, Budget budget) throws IOException {
    if (!Files.isRegularFile(output)) {
      throw new CodecException(Reason.FAILED, command + ": no output (expected: a file)");
    }
    try (InputStream in = Files.newInputStream(output)) {
      byte[] bytes = in.readNBytes((int) Math.min(budget.outputBytes(), Integer.MAX_VALUE - 8));
      if (in.read() >= 0) {
        throw new CodecException(
            Reason.LIMIT,
            "%s: more than %d bytes (expected: at most)".formatted(command, budget.outputBytes()));
      }
      return bytes;
    }
  }
}
