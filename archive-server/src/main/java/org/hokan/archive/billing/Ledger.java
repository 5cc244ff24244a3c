package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.joda.money.Money;

/** What the code around the tables shares. */
final class Ledger {
  /** Rows read at once where all are walked. */
  static final int PAGE = 4000;

  /** The most pieces of one record: what is counted in bytes fits, and no sum overflows. */
  static final long MOST = 1L << 50;

  private Ledger() {}

  /** Far beyond any bill, far below what the columns hold. */
  private static final BigDecimal MOST_MONEY = new BigDecimal("1000000000000");

  static boolean isPossible(Money amount) {
    return amount.getAmount().abs().compareTo(MOST_MONEY) <= 0;
  }

  static void requireAmount(String name, Money amount) {
    if (!isPossible(amount)) {
      throw new IllegalArgumentException(
          "%s: %s (expected: at most %s either way)".formatted(name, amount, MOST_MONEY));
    }
  }

  static void requireLength(String name, String text, int most) {
    if (text.isEmpty() || text.length() > most) {
      throw new IllegalArgumentException(
          "%s: %d characters (expected: 1 to %d)".formatted(name, text.length(), most));
    }
  }

  /** Refuses what is blank or too long, and control characters, which no database is to hold. */
  static void requireLine(String name, String text, int most, String what) {
    if (text.isBlank() || text.length() > most) {
      throw new IllegalArgumentException(
          "%s: %d characters (expected: 1 to %d, %s)"
              .formatted(name, text.strip().length(), most, what));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "%s: contains a control character (expected: one line of text, %s)"
              .formatted(name, what));
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
