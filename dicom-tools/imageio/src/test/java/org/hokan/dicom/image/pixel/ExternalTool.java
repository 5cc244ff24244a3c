package org.hokan.dicom.image.pixel;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs a command of somebody else's toolkit. Where it is missing the test is skipped, unless
 * HOKAN_TOOLS_REQUIRED is true.
 */
public final class ExternalTool {
  private ExternalTool() {}

  /** What the command said on both its outputs, and its exit status. */
  public record Answer(int status, String text) {}

  /** Runs it to its end; the Debian package is named where it is missing. */
  public static Answer run(String debianPackage, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("tool", ".txt");
    try {
      int status =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      return new Answer(status, Files.readString(output, StandardCharsets.ISO_8859_1));
    } catch (IOException missing) {
      String message = "%s is not installed (Debian: %s)".formatted(command[0], debianPackage);
      if (Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED"))) {
        fail(message + ", as HOKAN_TOOLS_REQUIRED is true");
      }
      return abort(message);
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
