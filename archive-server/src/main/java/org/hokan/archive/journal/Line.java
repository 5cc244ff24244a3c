package org.hokan.archive.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a journal's file: a JSON object whose last member is its hash.
 *
 * @param body the text before that member
 */
record Line(String body, String hash) {
  private static final String BEFORE = ",\"hash\":\"";
  private static final String AFTER = "\"}";
  private static final int HASH = 64;
  private static final int TAIL = BEFORE.length() + HASH + AFTER.length();
  private static final Pattern NUMBERED =
      Pattern.compile("\\{\"n\":(\\d{1,18}),(.*)", Pattern.DOTALL);

  /** Empty when the text has not the form of a line. */
  static Optional<Line> parse(String text) {
    int end = text.length() - TAIL;
    if (end <= 0 || !text.startsWith(BEFORE, end) || !text.endsWith(AFTER)) {
      return Optional.empty();
    }
    int from = end + BEFORE.length();
    return Optional.of(new Line(text.substring(0, end), text.substring(from, from + HASH)));
  }

  /** The line that continues the chain. */
  static Line sealed(Chain chain, String body) {
    return new Line(body, chain.next(body));
  }

  String text() {
    return body + BEFORE + hash + AFTER;
  }

  static String change(long number, String json) {
    return "{\"n\":" + number + "," + json.substring(1, json.length() - 1);
  }

  static String commit(long number, Instant time) {
    return "{\"n\":%d,\"commit\":\"%s\"".formatted(number, time);
  }

  static String end(long rows, Instant time) {
    return "{\"n\":%d,\"end\":\"%s\"".formatted(rows, time);
  }

  /** Its number; none when it is a header. */
  OptionalLong number() {
    Matcher matcher = NUMBERED.matcher(body);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  boolean isCommit() {
    return rest().startsWith("\"commit\":");
  }

  boolean isEnd() {
    return rest().startsWith("\"end\":");
  }

  /** The change as the database gave it. */
  String change() {
    return "{" + rest() + "}";
  }

  private String rest() {
    Matcher matcher = NUMBERED.matcher(body);
    return matcher.matches() ? matcher.group(2) : "";
  }
}
