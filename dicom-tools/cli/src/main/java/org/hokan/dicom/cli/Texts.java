package org.hokan.dicom.cli;

import java.time.Duration;
import java.util.Locale;

/**
 * Texts for a terminal: widths of East Asian characters, sizes, times; nothing that controls it.
 */
final class Texts {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Texts() {}

  /** The number of columns that a text takes; wide characters take two. */
  static int width(String text) {
    return text.codePoints().map(Texts::width).sum();
  }

  private static int width(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return isWide(codePoint) ? 2 : 1;
  }

  /** East Asian Wide and Fullwidth (Unicode UAX #11), as the ranges that they are in. */
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0x303E)
        || (c >= 0x3041 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1F64F)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }

  /** The text in at most so many columns; what is cut off is told by an ellipsis. */
  static String cut(String text, int columns) {
    if (columns <= 0 || width(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 1;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      used += width(codePoint);
      if (used > columns) {
        break;
      }
      kept.appendCodePoint(codePoint);
      i += Character.charCount(codePoint);
    }
    return kept.append('…').toString();
  }

  /** The text with spaces after it up to so many columns. */
  static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  /** Without characters that could control a terminal; a line break becomes a space. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints().forEach(c -> printable.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return printable.toString();
  }

  /** A number of bytes in decimal units, for instance {@code 1.4 MB}. */
  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 || value >= 99.95
        ? String.format(Locale.ROOT, "%.0f %s", value, UNITS[unit])
        : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  /** How many in how long: {@code 57 files/s}. */
  static String rate(long count, Duration time, String what) {
    return String.format(Locale.ROOT, "%.0f %s/s", count / atLeastAMillisecond(time), what);
  }

  /** Bytes in how long: {@code 29.3 MB/s}. */
  static String throughput(long bytes, Duration time) {
    return size((long) (bytes / atLeastAMillisecond(time))) + "/s";
  }

  private static double atLeastAMillisecond(Duration time) {
    return Math.max(1, time.toMillis()) / 1000.0;
  }

  /** {@code 1 file}, {@code 2 files}. */
  static String count(long count, String what) {
    return count(count, what, what + "s");
  }

  /** {@code 1 match}, {@code 2 matches}. */
  static String count(long count, String one, String many) {
    return count == 1 ? "1 " + one : String.format(Locale.ROOT, "%,d %s", count, many);
  }
}
