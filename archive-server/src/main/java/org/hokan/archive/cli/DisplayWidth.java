package org.hokan.archive.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * How many columns of a terminal a text takes: two for East Asian wide characters, none for
 * combining ones (Unicode Standard Annex 11).
 */
final class DisplayWidth {
  private static final int[][] WIDE = {
    {0x1100, 0x115F}, // Hangul Jamo
    {0x2E80, 0x303E}, // CJK radicals, punctuation
    {0x3041, 0x33FF}, // Hiragana, Katakana, CJK symbols
    {0x3400, 0x4DBF}, // CJK extension A
    {0x4E00, 0x9FFF}, // CJK ideographs
    {0xA000, 0xA4CF}, // Yi
    {0xA960, 0xA97F}, // Hangul Jamo extended A
    {0xAC00, 0xD7A3}, // Hangul syllables
    {0xF900, 0xFAFF}, // CJK compatibility ideographs
    {0xFE30, 0xFE6F}, // CJK compatibility forms
    {0xFF01, 0xFF60}, // full-width forms
    {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, // pictographs
    {0x1F900, 0x1F9FF},
    {0x20000, 0x3FFFD}, // CJK extensions B and later
  };

  private DisplayWidth() {}

  static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  private static int of(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    for (int[] range : WIDE) {
      if (codePoint >= range[0] && codePoint <= range[1]) {
        return 2;
      }
    }
    return 1;
  }

  /** The text with spaces to this width; before it when {@code right}. */
  static String padded(String text, int width, boolean right) {
    String spaces = " ".repeat(Math.max(0, width - of(text)));
    return right ? spaces + text : text + spaces;
  }

  /**
   * The text in lines that are no wider than this, broken at spaces; a longer word is cut.
   *
   * @param indent before each line but the first
   */
  static List<String> wrapped(String text, int width, String indent) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (of(rest) > width) {
      int end = fitting(rest, width);
      int space = rest.lastIndexOf(' ', end);
      boolean isWord = !rest.substring(0, Math.max(space, 0)).isBlank();
      lines.add(rest.substring(0, isWord ? space : end).stripTrailing());
      rest = indent + rest.substring(isWord ? space : end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  /** Where the characters end that fit; at least one more than an indent has. */
  private static int fitting(String text, int width) {
    int end = text.length() - text.stripLeading().length();
    end = text.offsetByCodePoints(end, 1);
    while (end < text.length()) {
      int next = text.offsetByCodePoints(end, 1);
      if (of(text.substring(0, next)) > width) {
        break;
      }
      end = next;
    }
    return end;
  }

  /** Without control characters, which could change what a terminal shows. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }
}
