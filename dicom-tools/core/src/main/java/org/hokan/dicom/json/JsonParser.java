package org.hokan.dicom.json;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.json.JsonValue.JsonArray;
import org.hokan.dicom.json.JsonValue.JsonBoolean;
import org.hokan.dicom.json.JsonValue.JsonNull;
import org.hokan.dicom.json.JsonValue.JsonNumber;
import org.hokan.dicom.json.JsonValue.JsonObject;
import org.hokan.dicom.json.JsonValue.JsonString;

/** Reads JSON (RFC 8259) value by value, within limits. Not thread-safe. */
final class JsonParser {
  private static final int END = -1;
  private static final int MAX_NUMBER = 1100;

  private final Reader in;
  private final JsonLimits limits;
  private final char[] buffer = new char[8192];
  private int next;
  private int filled;
  private long consumed;
  private long valueStart;
  private int depth;

  JsonParser(Reader in, JsonLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  /** The next character that is no white space, or -1 at the end; it stays where it is. */
  int peekToken() throws IOException {
    int c = peek();
    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      take();
      c = peek();
    }
    return c;
  }

  /** Goes beyond this character, which must come next. */
  void expect(char expected) throws IOException {
    if (peekToken() != expected) {
      throw fault("'" + expected + "'");
    }
    take();
  }

  /** One whole value of its own; its characters count from here. */
  JsonValue value() throws IOException {
    if (depth == 0) {
      valueStart = consumed;
    }
    return switch (peekToken()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> new JsonString(string());
      case 't' -> literal("true", new JsonBoolean(true));
      case 'f' -> literal("false", new JsonBoolean(false));
      case 'n' -> literal("null", new JsonNull());
      default -> number();
    };
  }

  DataSetException fault(String expected) throws IOException {
    int c = peek();
    String came =
        c == END ? "the end" : c < 0x20 || c > 0x7E ? "U+%04X".formatted(c) : "'" + (char) c + "'";
    return new DataSetException(
        "JSON: %s at character %d (expected: %s; RFC 8259)".formatted(came, consumed, expected));
  }

  private JsonObject object() throws IOException {
    enter('{');
    Map<String, JsonValue> members = new LinkedHashMap<>();
    if (peekToken() != '}') {
      do {
        peekToken();
        long at = consumed;
        String name = string();
        expect(':');
        if (members.put(name, value()) != null) {
          throw new DataSetException(
              "JSON: a member name comes twice at character %d (expected: unique names; RFC 8259 §4)"
                  .formatted(at));
        }
      } while (another('}'));
    }
    leave('}');
    return new JsonObject(members);
  }

  private JsonArray array() throws IOException {
    enter('[');
    List<JsonValue> values = new ArrayList<>();
    if (peekToken() != ']') {
      do {
        values.add(value());
      } while (another(']'));
    }
    leave(']');
    return new JsonArray(values);
  }

  private boolean another(char close) throws IOException {
    int c = peekToken();
    if (c == ',') {
      take();
      return true;
    }
    if (c != close) {
      throw fault("',' or '" + close + "'");
    }
    return false;
  }

  private void enter(char open) throws IOException {
    if (++depth > limits.maxDepth()) {
      throw new DataSetException(
          "JSON: nested deeper than %d at character %d (expected: less; limit)"
              .formatted(limits.maxDepth(), consumed));
    }
    expect(open);
  }

  private void leave(char close) throws IOException {
    expect(close);
    depth--;
  }

  private String string() throws IOException {
    expect('"');
    StringBuilder text = new StringBuilder();
    for (int c = peek(); c != '"'; c = peek()) {
      if (c < 0x20) {
        throw fault("a character of a string, or '\"'");
      }
      if (text.length() >= limits.maxStringCharacters()) {
        throw new DataSetException(
            "JSON: a string longer than %d characters at %d (expected: less; limit)"
                .formatted(limits.maxStringCharacters(), consumed));
      }
      take();
      text.append(c == '\\' ? escaped() : (char) c);
    }
    take();
    return text.toString();
  }

  private char escaped() throws IOException {
    int c = peek();
    char meant =
        switch (c) {
          case '"', '\\', '/' -> (char) c;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'u' -> 'u';
          default -> throw fault("an escape sequence");
        };
    take();
    return c == 'u' ? fourHexDigits() : meant;
  }

  private char fourHexDigits() throws IOException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || peek() > 'f') {
        throw fault("four hexadecimal digits");
      }
      value = value << 4 | digit;
      take();
    }
    return (char) value;
  }

  private JsonValue literal(String word, JsonValue value) throws IOException {
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        throw fault(word);
      }
      take();
    }
    return value;
  }

  private JsonNumber number() throws IOException {
    StringBuilder literal = new StringBuilder();
    for (int c = peek(); isNumberPart(c) && literal.length() < MAX_NUMBER; c = peek()) {
      literal.append((char) c);
      take();
    }
    if (!isNumber(literal)) {
      throw fault("a value");
    }
    return new JsonNumber(literal.toString());
  }

  private static boolean isNumberPart(int c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  }

  /**
   * Whether a text is a number as JSON writes it: no plus sign, no leading zeros, digits around the
   * point.
   */
  static boolean isNumber(CharSequence text) {
    int at = text.length() > 0 && text.charAt(0) == '-' ? 1 : 0;
    int whole = digits(text, at);
    if (whole == 0 || (whole > 1 && text.charAt(at) == '0')) {
      return false;
    }
    at += whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1);
      if (fraction == 0) {
        return false;
      }
      at += 1 + fraction;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      boolean signed = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0;
      int exponent = digits(text, at + (signed ? 2 : 1));
      return exponent > 0 && at + (signed ? 2 : 1) + exponent == text.length();
    }
    return at == text.length();
  }

  private static int digits(CharSequence text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - start;
  }

  private int peek() throws IOException {
    if (next == filled) {
      filled = Math.max(0, in.read(buffer));
      next = 0;
    }
    return filled == 0 ? END : buffer[next];
  }

  private void take() {
    next++;
    consumed++;
    if (depth > 0 && consumed - valueStart > limits.maxCharacters()) {
      throw new DataSetException(
          "JSON: a data set longer than %d characters (expected: less; limit)"
              .formatted(limits.maxCharacters()));
    }
  }
}
