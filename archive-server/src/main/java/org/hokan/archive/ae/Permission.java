package org.hokan.archive.ae;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What an application entity may ask of the node. */
public enum Permission {
  /** Send objects (C-STORE). */
  STORE,
  /** Ask what the facility has (C-FIND). */
  QUERY,
  /** Fetch objects (C-MOVE, C-GET). */
  RETRIEVE,
  /** Be the destination of somebody else's C-MOVE. */
  RECEIVE,
  /** Ask for a storage commitment. */
  COMMIT;

  /**
   * The permissions of a comma-separated list such as {@code store,query}; none for an empty text.
   *
   * @throws IllegalArgumentException when a word is no permission
   */
  public static Set<Permission> parse(String list) {
    Set<Permission> found = EnumSet.noneOf(Permission.class);
    for (String word : list.split(",", -1)) {
      if (!word.isBlank()) {
        found.add(one(word.strip()));
      }
    }
    return found;
  }

  /** The list that {@link #parse} reads, in the order of the enum. */
  public static String format(Set<Permission> permissions) {
    return permissions.stream()
        .sorted()
        .map(p -> p.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }

  private static Permission one(String word) {
    return Arrays.stream(values())
        .filter(p -> p.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "permission: '%s' (expected: some of %s)"
                        .formatted(word, format(EnumSet.allOf(Permission.class)))));
  }
}
