package org.hokan.dicom.cli;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.hokan.dicom.dict.DictionaryEntry;
import org.hokan.dicom.dict.ElementDictionary;

/** Finds the keyword that somebody meant. */
final class Keywords {
  private Keywords() {}

  /** The registered keyword that is nearest, if any is near. */
  static Optional<String> nearest(String written) {
    String wanted = written.toLowerCase(Locale.ROOT).replace(" ", "");
    return ElementDictionary.entries().stream()
        .filter(entry -> !entry.retired())
        .map(DictionaryEntry::keyword)
        .filter(keyword -> Math.abs(keyword.length() - wanted.length()) <= 2)
        .min(Comparator.comparingInt(keyword -> distance(wanted, keyword)))
        .filter(keyword -> distance(wanted, keyword) <= Math.max(1, wanted.length() / 4));
  }

  /** The number of letters to change, add or leave out; upper and lower case are the same. */
  private static int distance(String wanted, String keyword) {
    String other = keyword.toLowerCase(Locale.ROOT);
    int[] before = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= wanted.length(); i++) {
      int[] now = new int[other.length() + 1];
      now[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int change = before[j - 1] + (wanted.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(change, 1 + Math.min(before[j], now[j - 1]));
      }
      before = now;
    }
    return before[other.length()];
  }
}
