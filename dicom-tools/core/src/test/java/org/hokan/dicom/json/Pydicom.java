package org.hokan.dicom.json;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs pydicom (Debian: python3-pydicom) to hear what somebody else's toolkit says. Where it is
 * missing the test is skipped, unless HOKAN_TOOLS_REQUIRED is true.
 */
final class Pydicom {
  private static final String PYTHON = "/usr/bin/python3";

  private Pydicom() {}

  /** The standard output of a script, whose argv starts with these arguments. */
  static String run(String script, String... arguments) throws IOException, InterruptedException {
    require();
    Path answer = Files.createTempFile("pydicom", ".txt");
    List<String> command = new ArrayList<>(List.of(PYTHON, "-W", "ignore", "-c", script));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(answer.toFile());
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Path complaints = Files.createTempFile("pydicom", ".err");
    int status = builder.redirectError(complaints.toFile()).start().waitFor();
    String output = Files.readString(answer, StandardCharsets.UTF_8);
    String errors = Files.readString(complaints, StandardCharsets.UTF_8);
    Files.delete(answer);
    Files.delete(complaints);
    if (status != 0) {
      fail("pydicom: exit status " + status + "\n" + errors);
    }
    return output;
  }

  private static void require() throws InterruptedException {
    int status = -1;
    try {
      status = new ProcessBuilder(PYTHON, "-c", "import pydicom").start().waitFor();
    } catch (IOException noPython) {
      // Answered below.
    }
    if (status != 0) {
      if (Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED"))) {
        fail(
            "pydicom is not installed (expected: python3-pydicom, as HOKAN_TOOLS_REQUIRED is true)");
      }
      abort("pydicom is not installed: nothing to compare with");
    }
  }
}
