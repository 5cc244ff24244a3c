package org.hokan.archive.billing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the code around the tables shares. */
final class Ledger {
  /** Rows read at once where all are walked. */
  static final int PAGE = 1000;

  private Ledger() {}

  /** The precision that the tables keep; what is hashed must come back the same. */
  static Instant toMillis(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS);
  }

  /** A sum or count, which the databases give in types of different width. */
  static long whole(Object number) {
    return ((Number) number).longValue();
  }
}
