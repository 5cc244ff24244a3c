package org.hokan.archive.node;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Shows each step of the demo as one line with its command, and runs exactly that command. */
final class DemoScreen {
  private final PrintWriter out;
  private int step;

  DemoScreen(PrintWriter out) {
    this.out = out;
  }

  /** Announces a step that runs inside the demo, with the command that a user would type. */
  void step(String what, String command) {
    step++;
    out.printf("%2d. %-46s  %s%n", step, what, command);
    out.flush();
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Runs {@code bin/hokan} with these arguments; answers what it printed. */
  String hokan(String what, String... args) {
    step(what, shown("bin/hokan", args));
    StringWriter text = new StringWriter();
    StringWriter errors = new StringWriter();
    int status = Main.run(new PrintWriter(text), new PrintWriter(errors), args);
    return checked(status, text, errors);
  }

  /** Runs {@code bin/dicom} with these arguments; answers what it printed. */
  String dicom(String what, String... args) {
    step(what, shown("bin/dicom", args));
    StringWriter text = new StringWriter();
    StringWriter errors = new StringWriter();
    int status = org.hokan.dicom.cli.Main.run(new PrintWriter(text), new PrintWriter(errors), args);
    return checked(status, text, errors);
  }

  private String checked(int status, StringWriter text, StringWriter errors) {
    if (status != 0) {
      throw new DemoException(
          "step %d ended with status %d (expected: 0)%n%s%s".formatted(step, status, text, errors));
    }
    return text.toString();
  }

  static String shown(String command, String... args) {
    return command
        + " "
        + Arrays.stream(args).map(DemoScreen::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String arg) {
    return arg.matches("[A-Za-z0-9_@%+=:,./-]+") ? arg : "'" + arg.replace("'", "'\\''") + "'";
  }
}
