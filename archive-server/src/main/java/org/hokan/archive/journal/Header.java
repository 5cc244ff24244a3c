package org.hokan.archive.journal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of a file.
 *
 * @param kind of the file
 * @param database whose changes these are
 * @param number the position at which a snapshot was taken, after which changes begin
 * @param schema the database's then
 * @param previous hash of the latest change at that position
 */
record Header(Kind kind, String database, long number, String schema, String previous) {
  /** What a file holds. */
  enum Kind {
    /** All rows at one position. */
    SNAPSHOT("snapshot"),
    /** What was changed after a position. */
    CHANGES("changes");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String prefix() {
      return word + "-";
    }
  }

  static final String EXTENSION = ".jsonl";
  private static final int FORMAT = 1;
  private static final Pattern FORM =
      Pattern.compile(
          "\\{\"journal\":1,\"(snapshot|changes)\":(\\d{1,18}),\"database\":\"([0-9A-Za-z-]{1,64})\","
              + "\"schema\":\"([0-9,]*)\",\"previous\":\"([0-9a-f]{64})\"");

  String body() {
    return "{\"journal\":%d,\"%s\":%d,\"database\":\"%s\",\"schema\":\"%s\",\"previous\":\"%s\""
        .formatted(FORMAT, kind.word, number, database, schema, previous);
  }

  /** Empty when the line is no header, or not as it was written. */
  static Optional<Header> parse(Line line) {
    Matcher matcher = FORM.matcher(line.body());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Header header =
        new Header(
            matcher.group(1).equals(Kind.SNAPSHOT.word) ? Kind.SNAPSHOT : Kind.CHANGES,
            matcher.group(3),
            Long.parseLong(matcher.group(2)),
            matcher.group(4),
            matcher.group(5));
    return new Chain(header.previous()).next(line.body()).equals(line.hash())
        ? Optional.of(header)
        : Optional.empty();
  }

  /** The name of a file with this header. */
  String file() {
    return kind.prefix() + "%019d".formatted(number) + EXTENSION;
  }

  /** The position in a file's name; empty when it is no such file. */
  static Optional<Long> numberIn(Kind kind, String file) {
    Matcher matcher =
        Pattern.compile(kind.prefix() + "(\\d{19})" + Pattern.quote(EXTENSION)).matcher(file);
    return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
  }
}
