package org.hokan.archive.ae;

/** Checks of short texts that people type. */
final class Texts {
  private static final int QUOTED = 40;

  private Texts() {}

  static void line(String subject, String text, int min, int max) {
    if (text.length() > max || text.strip().length() < min) {
      throw new IllegalArgumentException(
          "%s: %d characters (expected: %d to %d)".formatted(subject, text.length(), min, max));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "%s: contains a control character (expected: one line of text)".formatted(subject));
    }
  }

  /** The text in quotes, short, and with nothing in it that could forge a second log line. */
  static String quote(String text) {
    String shown = text.length() > QUOTED ? text.substring(0, QUOTED) + "..." : text;
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
