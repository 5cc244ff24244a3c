package org.hokan.archive.index;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Values as columns hold them. */
final class Cut {
  private Cut() {}

  static String to(int characters, String text) {
    return text.length() <= characters ? text : text.substring(0, characters);
  }

  /** Databases keep microseconds. */
  static Instant toMicros(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MICROS);
  }
}
