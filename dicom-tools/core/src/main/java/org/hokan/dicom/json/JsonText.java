package org.hokan.dicom.json;

import java.io.IOException;

/** Writes JSON (RFC 8259): separators, indentation and escapes. Not thread-safe. */
final class JsonText {
  private final Appendable out;
  private final int indent;
  private int depth;
  private boolean first = true;

  JsonText(Appendable out, int indent) {
    this.out = out;
    this.indent = indent;
  }

  void open(char bracket) throws IOException {
    out.append(bracket);
    depth++;
    first = true;
  }

  void close(char bracket) throws IOException {
    depth--;
    if (!first) {
      lineBreak();
    }
    out.append(bracket);
    first = false;
  }

  /** Before each value of an array. */
  void separate() throws IOException {
    if (!first) {
      out.append(',');
    }
    first = false;
    lineBreak();
  }

  /** Before each value of an object. */
  void name(String name) throws IOException {
    separate();
    string(name);
    out.append(indent > 0 ? ": " : ":");
  }

  /** A number or null. */
  void literal(String text) throws IOException {
    out.append(text);
  }

  void string(String text) throws IOException {
    out.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c < 0x20 || c == '\u2028' || c == '\u2029' || isLone(text, i)) {
        out.append(text, written, i).append(escape(c));
        written = i + 1;
      }
    }
    out.append(text, written, text.length()).append('"');
  }

  /** Half of a surrogate pair has no UTF-8 form; escaped it survives. */
  private static boolean isLone(String text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }

  private static String escape(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u%04X".formatted((int) c);
    };
  }

  private void lineBreak() throws IOException {
    if (indent > 0) {
      out.append('\n').append(" ".repeat(indent * depth));
    }
  }
}
