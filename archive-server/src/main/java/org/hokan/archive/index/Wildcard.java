package org.hokan.archive.index;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A value with "*" for any characters, also none, and "?" for one (PS3.4 §C.2.2.2.4); without
 * either, the value itself. Compares code points. Immutable.
 */
final class Wildcard {
  private static final int ANY = -1;
  private static final int ONE = -2;

  private final int[] tokens;

  private Wildcard(int[] tokens) {
    this.tokens = tokens;
  }

  static Wildcard of(String text) {
    return of(text, UnaryOperator.identity());
  }

  /**
   * A pattern whose literal parts went through {@code folding}; the special characters are those of
   * the original.
   */
  static Wildcard of(String text, UnaryOperator<String> folding) {
    IntStream.Builder tokens = IntStream.builder();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || isSpecial(text.charAt(i))) {
        folding.apply(text.substring(start, i)).codePoints().forEach(tokens);
        if (i < text.length()) {
          tokens.add(text.charAt(i) == '*' ? ANY : ONE);
        }
        start = i + 1;
      }
    }
    return new Wildcard(tokens.build().toArray());
  }

  static boolean isPattern(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /** Nothing but stars: equals universal matching (PS3.4 §C.2.2.2.4 note 1). */
  static boolean isUniversal(String text) {
    int stars = 0;
    while (stars < text.length() && text.charAt(stars) == '*') {
      stars++;
    }
    return stars > 0 && stars == text.length();
  }

  /** What every match begins with; maybe nothing. */
  String prefix() {
    int length = 0;
    while (length < tokens.length && tokens[length] >= 0) {
      length++;
    }
    return new String(tokens, 0, length);
  }

  /** Whether there is no special character in it. */
  boolean isLiteral() {
    return Arrays.stream(tokens).allMatch(token -> token >= 0);
  }

  /** Takes time in proportion to pattern times text at worst, and no memory. */
  boolean matches(String text) {
    int[] points = text.codePoints().toArray();
    int token = 0;
    int point = 0;
    int star = -1;
    int resume = 0;
    while (point < points.length) {
      if (token < tokens.length && (tokens[token] == ONE || tokens[token] == points[point])) {
        token++;
        point++;
      } else if (token < tokens.length && tokens[token] == ANY) {
        star = token++;
        resume = point;
      } else if (star >= 0) {
        token = star + 1;
        point = ++resume;
      } else {
        return false;
      }
    }
    while (token < tokens.length && tokens[token] == ANY) {
      token++;
    }
    return token == tokens.length;
  }

  private static boolean isSpecial(char c) {
    return c == '*' || c == '?';
  }
}
