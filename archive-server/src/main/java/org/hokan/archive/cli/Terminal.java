package org.hokan.archive.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many columns the output has room for. */
final class Terminal {
  /** What goes into a file or another program is not broken: one row, one line. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  private static final String VARIABLE = "COLUMNS";
  private static final int USUAL = 100;
  private static final int LEAST = 20;
  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");

  private Terminal() {}

  static int columns() {
    return columns(
        Optional.ofNullable(System.getenv(VARIABLE)), System.console() != null, Terminal::size);
  }

  /** Asks for the size of the terminal. */
  interface Asking {
    /** Rows, a space, columns; anything else where that is not known. */
    String size() throws IOException;
  }

  /**
   * What the variable says, otherwise what the terminal says, otherwise {@value #USUAL}; {@link
   * #UNLIMITED} where nothing is said and the output is no terminal.
   */
  static int columns(Optional<String> variable, boolean isTerminal, Asking terminal) {
    Optional<Integer> told = variable.flatMap(Terminal::number);
    if (told.isPresent()) {
      return told.get();
    }
    if (!isTerminal) {
      return UNLIMITED;
    }
    try {
      Matcher size = SIZE.matcher(terminal.size());
      return size.matches() ? number(size.group(1)).orElse(USUAL) : USUAL;
    } catch (IOException e) {
      return USUAL; // a system without stty
    }
  }

  private static Optional<Integer> number(String text) {
    return text.matches("\\d{1,5}")
        ? Optional.of(Integer.parseInt(text)).filter(columns -> columns >= LEAST)
        : Optional.empty();
  }

  private static String size() throws IOException {
    Process stty =
        new ProcessBuilder("stty", "size")
            .redirectInput(new File("/dev/tty"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}
