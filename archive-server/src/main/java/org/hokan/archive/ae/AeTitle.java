package org.hokan.archive.ae;

/** The rules of an AE title (PS3.5 §6.2, VR AE). */
final class AeTitle {
  private static final int MAX = 16;

  private AeTitle() {}

  static void check(String title) {
    if (title.isBlank() || title.length() > MAX || !title.equals(title.strip())) {
      throw refused(title, "1 to 16 characters, no blanks around them");
    }
    if (title.chars().anyMatch(c -> c < 0x20 || c > 0x7E || c == '\\')) {
      throw refused(title, "printable characters of the default repertoire without backslash");
    }
  }

  private static IllegalArgumentException refused(String title, String expected) {
    return new IllegalArgumentException(
        "AE title: %s (expected: %s; PS3.5 §6.2)".formatted(Texts.quote(title), expected));
  }
}
