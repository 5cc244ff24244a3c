package org.hokan.archive.billing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the code around the tables shares. */
final class Ledger {
  /** Rows read at once where all are walked. */
  static final int PAGE = 1000;

  /** The most pieces of one record: what is counted in bytes fits, and no sum overflows. */
  static final long MOST = 1L << 50;

  private Ledger() {}

  static void requireLength(String name, String text, int most) {
    if (text.isEmpty() || text.length() > most) {
      throw new IllegalArgumentException(
          "%s: %d characters (expected: 1 to %d)".formatted(name, text.length(), most));
    }
  }

  /** The precision that the tables keep; what is hashed must come back the same. */
  static Instant toMillis(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS);
  }

  /** A sum or count, which the databases give in types of different width. */
  static long whole(Object number) {
    return ((Number) number).longValue();
  }
}
