package org.hokan.archive.index;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Person names as they are compared: without case, accents and differences of width, which PS3.4
 * §C.2.2.2.1 leaves to the SCP. Voiced kana keep their mark: they are other sounds.
 */
final class NameFolding {
  private static final int MAX_GROUPS = 3;
  private static final char FIRST_ACCENT = '\u0300';
  private static final char LAST_ACCENT = '\u036f';

  private NameFolding() {}

  static String fold(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
    plain = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('ς', 'σ');
    if (plain.chars().allMatch(c -> c < 0x80)) {
      return plain;
    }
    String taken = Normalizer.normalize(plain, Normalizer.Form.NFD);
    StringBuilder kept = new StringBuilder(taken.length());
    taken
        .chars()
        .filter(c -> c < FIRST_ACCENT || c > LAST_ACCENT)
        .forEach(c -> kept.append((char) c));
    return Normalizer.normalize(kept, Normalizer.Form.NFC);
  }

  /**
   * The component groups of a name: alphabetic, ideographic, phonetic (PS3.5 §6.2.1), as they
   * stand.
   */
  static List<String> groups(String name) {
    List<String> groups = new ArrayList<>(List.of(name.split("=", MAX_GROUPS)));
    groups.replaceAll(NameFolding::withoutTrailingDelimiters);
    return groups;
  }

  /** The group's components, each folded and without spaces around it, joined again. */
  static String foldGroup(String group) {
    List<String> components = new ArrayList<>(List.of(group.split("\\^", -1)));
    components.replaceAll(component -> fold(component).strip());
    return withoutTrailingDelimiters(String.join("^", components));
  }

  private static String withoutTrailingDelimiters(String group) {
    int end = group.length();
    while (end > 0 && (group.charAt(end - 1) == '^' || group.charAt(end - 1) == ' ')) {
      end--;
    }
    return group.substring(0, end);
  }
}
