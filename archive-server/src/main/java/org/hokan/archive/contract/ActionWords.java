package org.hokan.archive.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The text of a rule's actions in its parts: {@code word} or {@code word=value}, separated by
 * commas. Whatever is wrong is told with the column, counted from 1. For one thread.
 */
final class ActionWords {
  private static final int LONGEST = 500;

  private static final String GRAMMAR =
      "refuse, refuse=STATUS, quarantine, accept, or some of storage-class=ECONOMY|DELUXE, copies=1|2,"
          + " retention=10y, compression=lossless, compress=at-once|nightly|30d, forward=AE,"
          + " bill=SERVICE, backup=PATIENT|STUDY, notify=TEXT, separated by commas";

  private static final Set<String> ALONE = Set.of("refuse", "quarantine", "accept");
  private static final Set<String> BARE = Set.of("quarantine", "accept");
  private static final Set<String> REPEATED = Set.of("forward", "bill", "backup");
  private static final Set<String> WORDS =
      Set.of(
          "accept",
          "refuse",
          "quarantine",
          "storage-class",
          "copies",
          "retention",
          "compression",
          "compress",
          "forward",
          "bill",
          "backup",
          "notify");

  private final List<Part> parts;

  /**
   * One action.
   *
   * @param value empty: it has none
   */
  private record Part(String word, Optional<String> value, int column) {
    /** What a reader makes of its value; the message of a failure says where. */
    <T> T read(Function<String, T> reader) {
      try {
        return reader.apply(value.orElse(""));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "actions, column %d: %s".formatted(column, e.getMessage()), e);
      }
    }
  }

  private ActionWords(List<Part> parts) {
    this.parts = parts;
  }

  static ActionWords of(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "actions: %d characters (expected: at most %d)".formatted(text.length(), LONGEST));
    }
    List<Part> parts = new ArrayList<>();
    int column = 1;
    for (String piece : text.split(",", -1)) {
      Part part = part(piece, column);
      boolean again = parts.stream().anyMatch(other -> other.word().equals(part.word()));
      if (again && !REPEATED.contains(part.word())) {
        throw refused(part, "%s given twice (expected: once)".formatted(part.word()));
      }
      parts.add(part);
      column += piece.length() + 1;
    }
    return new ActionWords(parts);
  }

  private static Part part(String piece, int start) {
    int column = start + piece.length() - piece.stripLeading().length();
    String[] pair = piece.strip().split("=", 2);
    Part part =
        new Part(
            pair[0].strip(),
            pair.length == 2 ? Optional.of(pair[1].strip()) : Optional.empty(),
            column);
    boolean known = WORDS.contains(part.word());
    boolean valued = part.value().isPresent() && !BARE.contains(part.word());
    if (!known || !(valued || (part.value().isEmpty() && ALONE.contains(part.word())))) {
      throw refused(part, "'%s' (expected: %s)".formatted(piece.strip(), GRAMMAR));
    }
    return part;
  }

  private static IllegalArgumentException refused(Part part, String why) {
    return new IllegalArgumentException("actions, column %d: %s".formatted(part.column(), why));
  }

  boolean has(String word) {
    return parts.stream().anyMatch(part -> part.word().equals(word));
  }

  /** What a reader makes of the word's value; empty without the word, or without its value. */
  <T> Optional<T> value(String word, Function<String, T> reader) {
    return parts.stream()
        .filter(part -> part.word().equals(word) && part.value().isPresent())
        .findFirst()
        .map(part -> part.read(reader));
  }

  /** The values of a word that may be given more than once. */
  List<String> values(String word) {
    return values(word, value -> value);
  }

  /** What a reader makes of the values of a word that may be given more than once. */
  <T> List<T> values(String word, Function<String, T> reader) {
    return parts.stream()
        .filter(part -> part.word().equals(word))
        .map(part -> part.read(reader))
        .toList();
  }

  /** Refuses the word together with any other but those; says where the other is. */
  void requireAlone(String word, Set<String> but) {
    parts.stream()
        .filter(part -> !part.word().equals(word) && !but.contains(part.word()))
        .findFirst()
        .ifPresent(
            other -> {
              throw refused(
                  other,
                  "%s together with %s (expected: %s)"
                      .formatted(
                          word,
                          other.word(),
                          ALONE.contains(other.word()) ? "one of them" : "it alone"));
            });
  }

  /** Refuses the word because of what stands elsewhere. */
  IllegalArgumentException contradiction(String word, String why) {
    Part part = parts.stream().filter(p -> p.word().equals(word)).findFirst().orElseThrow();
    return refused(part, why);
  }
}
