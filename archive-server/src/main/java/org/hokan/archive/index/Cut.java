package org.hokan.archive.index;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Values as columns hold them. */
final class Cut {
  private Cut() {}

  static String to(int characters, String text) {
    String clean = clean(text);
    return clean.length() <= characters ? clean : clean.substring(0, characters);
  }

  /** Without NUL, which PostgreSQL takes in no text. */
  static String clean(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }

  /** Databases keep microseconds. */
  static Instant toMicros(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MICROS);
  }
}
