package org.hokan.archive.billing;

import java.util.regex.Pattern;

/**
 * Makes a text safe in a spreadsheet: a cell that a spreadsheet program would run as a formula gets
 * an apostrophe before it. Numbers stay as they are, so that a negative amount can be summed.
 */
final class CsvCell {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?");
  private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";

  private CsvCell() {}

  static String guarded(String text) {
    if (text.isEmpty() || FORMULA_STARTS.indexOf(text.charAt(0)) < 0) {
      return text;
    }
    return NUMBER.matcher(text).matches() ? text : "'" + text;
  }
}
