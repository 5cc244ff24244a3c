package org.hokan.archive.contract;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a sender is answered when a rule refuses: one of the failures that a C-STORE may end with
 * (PS3.4 §B.2.3, PS3.7 §9.1.1.1.9).
 *
 * @param code Status (0000,0900)
 */
public record RefusalStatus(int code) {
  /** By the words that rules write. */
  private static final Map<String, Integer> NAMES =
      new TreeMap<>(
          Map.of(
              "out-of-resources", 0xA700,
              "does-not-match", 0xA900,
              "cannot-understand", 0xC000,
              "processing-failure", 0x0110,
              "invalid-instance", 0x0117,
              "class-not-supported", 0x0122,
              "not-authorized", 0x0124));

  public RefusalStatus {
    if (!isAllowed(code)) {
      throw refused("%04X".formatted(code));
    }
  }

  /** The ranges of PS3.4 Table B.2-1, and those of PS3.7 Annex C that say "not taken". */
  private static boolean isAllowed(int code) {
    int range = code & 0xFF00;
    return range == 0xA700
        || range == 0xA900
        || (code & 0xF000) == 0xC000
        || NAMES.containsValue(code);
  }

  /**
   * Reads a word such as {@code out-of-resources}, or four hexadecimal digits such as {@code A700}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static RefusalStatus parse(String text) {
    Integer named = NAMES.get(text.toLowerCase(Locale.ROOT));
    if (named != null) {
      return new RefusalStatus(named);
    }
    if (!text.matches("[0-9A-Fa-f]{4}[Hh]?")) {
      throw refused(text);
    }
    return new RefusalStatus(Integer.parseInt(text.substring(0, 4), 16));
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "refuse: '%s' (expected: %s, or the digits A7xx, A9xx or Cxxx; PS3.4 §B.2.3)"
            .formatted(text, String.join(", ", NAMES.keySet())));
  }

  /** The word, or the digits where there is none. */
  @Override
  public String toString() {
    return NAMES.entrySet().stream()
        .filter(name -> name.getValue() == code)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> "%04X".formatted(code));
  }

  /** Word and digits of each that has a word, for documents. */
  static String all() {
    return NAMES.entrySet().stream()
        .map(name -> "`%s` (%04XH)".formatted(name.getKey(), name.getValue()))
        .collect(Collectors.joining(", "));
  }
}
