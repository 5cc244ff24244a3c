package org.hokan.fuzz;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The targets of all modules, so that a name that none of them has is told. */
final class Targets {
  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              "acceptor",
              "character-set",
              "command-set",
              "configuration",
              "data-set",
              "deflated-frame",
              "jpeg",
              "jpeg-2000",
              "jpeg-ls",
              "json",
              "pack",
              "part10",
              "pdu-stream",
              "query-keys",
              "render",
              "rle",
              "storage-rule"));

  private Targets() {}

  /**
   * Those of a module's targets that are named.
   *
   * @param names separated by commas; empty: all
   * @throws IllegalArgumentException when no module has a target of that name
   */
  static List<FuzzTarget> chosen(List<FuzzTarget> ofModule, String names) {
    ofModule.forEach(target -> known(target.name()));
    if (names.isEmpty()) {
      return ofModule;
    }
    List<String> chosen = List.of(names.split(","));
    chosen.forEach(Targets::known);
    return ofModule.stream().filter(target -> chosen.contains(target.name())).toList();
  }

  private static void known(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "fuzz target %s (expected: one of %s)".formatted(name, NAMES));
    }
  }
}
