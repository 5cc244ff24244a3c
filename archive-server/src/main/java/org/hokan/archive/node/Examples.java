package org.hokan.archive.node;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Breaks the examples of a help text so that they can be copied into a shell as they stand. */
final class Examples {
  private static final int COLUMNS = 80;
  private static final String GOES_ON = " \\";
  private static final String INDENT = "      ";

  /** A word as a shell reads it: quotes keep spaces together. */
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

  private Examples() {}

  /** The same lines, none longer than {@value #COLUMNS} columns where it can be broken. */
  static String[] broken(String... lines) {
    return joined(lines).stream().flatMap(Examples::broken).toArray(String[]::new);
  }

  /** What goes on in a next line is one line. */
  private static List<String> joined(String... lines) {
    List<String> whole = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String each : lines) {
      line.append(line.isEmpty() ? each : " " + each.strip());
      if (each.endsWith(GOES_ON)) {
        line.setLength(line.length() - GOES_ON.length());
      } else {
        whole.add(line.toString());
        line.setLength(0);
      }
    }
    return whole;
  }

  private static Stream<String> broken(String line) {
    if (line.length() <= COLUMNS || !line.startsWith("  hokan ")) {
      return Stream.of(line);
    }
    List<String> lines = new ArrayList<>();
    StringBuilder part = new StringBuilder(" ");
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      if (part.length() + 1 + word.group().length() + GOES_ON.length() > COLUMNS) {
        lines.add(part + GOES_ON);
        part = new StringBuilder(INDENT.substring(1));
      }
      part.append(' ').append(word.group());
    }
    lines.add(part.toString());
    return lines.stream();
  }
}
