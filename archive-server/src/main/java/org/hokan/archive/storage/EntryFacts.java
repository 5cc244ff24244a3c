package org.hokan.archive.storage;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is kept with an object, in the entry's PAX header: enough to index it again from the pack
 * alone.
 *
 * @param name the entry's name in the pack, the SOP Instance UID
 * @param arrived when the object came
 * @param facts arrival facts by key; keys are letters, digits, '.' and '-'; in all at most {@value
 *     #MAX_FACTS_LENGTH} characters
 */
public record EntryFacts(String name, Instant arrived, Map<String, String> facts) {
  /** Limit for all keys and values together. */
  public static final int MAX_FACTS_LENGTH = 4096;

  /** Limit for the number of facts. */
  public static final int MAX_FACTS = 64;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int LONGEST_KEY = 64;

  public EntryFacts {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: '%s' (expected: 1 to 100 letters, digits, '.', '_' or '-')".formatted(name));
    }
    facts = checked(facts);
  }

  private static SortedMap<String, String> checked(Map<String, String> facts) {
    int length = 0;
    if (facts.size() > MAX_FACTS) {
      throw new IllegalArgumentException(
          "facts: %d (expected: <= %d)".formatted(facts.size(), MAX_FACTS));
    }
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      String key = fact.getKey();
      if (!isKey(key) || fact.getValue().indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "fact '%s' (expected: key of letters, digits, '.', '-'; value without NUL)"
                .formatted(key));
      }
      length += key.length() + fact.getValue().length();
    }
    if (length > MAX_FACTS_LENGTH) {
      throw new IllegalArgumentException(
          "facts: %d characters (expected: <= %d)".formatted(length, MAX_FACTS_LENGTH));
    }
    return Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }

  private static boolean isKey(String text) {
    int length = text.length();
    boolean good = length > 0 && length <= LONGEST_KEY && isLetter(text.charAt(0));
    for (int i = 1; i < length && good; i++) {
      char c = text.charAt(i);
      good = isLetter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
    }
    return good;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
