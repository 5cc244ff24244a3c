package org.hokan.archive.storage;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The records of a PAX extended header: {@code "LENGTH KEY=VALUE\n"}, the length in decimal and of
 * the whole record (IEEE Std 1003.1, pax, "pax Extended Header").
 */
final class PaxRecords {
  private static final int MAX_LENGTH_DIGITS = 5;

  private PaxRecords() {}

  static void append(ByteArrayOutputStream to, String key, String value) {
    byte[] body = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
    int length = body.length + 1;
    while (length != body.length + Integer.toString(length).length()) {
      length = body.length + Integer.toString(length).length();
    }
    to.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
    to.writeBytes(body);
  }

  /** A record {@code comment} of exactly so many bytes. */
  static void appendComment(ByteArrayOutputStream to, int length) {
    String start = length + " comment=";
    to.writeBytes(start.getBytes(StandardCharsets.US_ASCII));
    to.writeBytes(" ".repeat(length - start.length() - 1).getBytes(StandardCharsets.US_ASCII));
    to.write('\n');
  }

  /**
   * The records in their order.
   *
   * @throws IllegalArgumentException when the bytes are no records
   */
  static Map<String, String> parse(byte[] bytes, int from, int until) {
    Map<String, String> records = new LinkedHashMap<>();
    int at = from;
    while (at < until) {
      int space = at;
      int length = 0;
      while (space < until && bytes[space] != ' ') {
        length = length * 10 + digit(bytes[space]);
        space++;
        check(space - at <= MAX_LENGTH_DIGITS, "record length has too many digits");
      }
      int end = at + length;
      check(space > at && end <= until && end > space + 2, "record length " + length);
      check(bytes[end - 1] == '\n', "record without newline at its end");
      int equals = space + 1;
      while (equals < end && bytes[equals] != '=') {
        equals++;
      }
      check(equals < end - 1 || bytes[end - 2] == '=', "record without '='");
      String key = text(bytes, space + 1, equals);
      check(records.put(key, text(bytes, equals + 1, end - 1)) == null, "record twice: " + key);
      at = end;
    }
    return records;
  }

  private static int digit(byte value) {
    check(value >= '0' && value <= '9', "record length is no number");
    return value - '0';
  }

  private static String text(byte[] bytes, int from, int until) {
    check(from <= until, "record without '='");
    return new String(bytes, from, until - from, StandardCharsets.UTF_8);
  }

  private static void check(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("PAX header: " + problem);
    }
  }
}
