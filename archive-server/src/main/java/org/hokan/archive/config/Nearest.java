package org.hokan.archive.config;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the key that somebody meant. */
final class Nearest {
  private static final int LONGEST = 100;

  private Nearest() {}

  /** The candidate that is nearest to the text, if any is near enough to be meant. */
  static Optional<String> of(String text, List<String> candidates) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Optional<String> nearest =
        candidates.stream()
            .min(Comparator.comparingInt((String c) -> distance(text, c)).thenComparing(c -> c));
    int allowed = Math.max(2, text.length() / 3);
    return nearest
        .filter(candidate -> distance(text, candidate) <= allowed)
        .or(() -> withSameEnd(text, candidates));
  }

  /** {@code port} may mean {@code dicom.port}. */
  private static Optional<String> withSameEnd(String text, List<String> candidates) {
    String last = "." + text.substring(text.lastIndexOf('.') + 1);
    return candidates.stream().filter(candidate -> candidate.endsWith(last)).findFirst();
  }

  /** Levenshtein's distance: insertions, deletions and replacements from one to the other. */
  static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(replaced, Math.min(above[column], current[column - 1]) + 1);
      }
      above = current;
    }
    return above[to.length()];
  }
}
