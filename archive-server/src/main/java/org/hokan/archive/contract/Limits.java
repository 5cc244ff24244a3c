package org.hokan.archive.contract;

import java.math.BigDecimal;
import java.util.Set;
import org.joda.money.Money;

/**
 * Checks that several terms share. None of their messages holds a value that may name a patient.
 */
final class Limits {
  /** The columns of the ledger hold 15 digits before the point; a sum must fit, too. */
  private static final BigDecimal MOST_MONEY = new BigDecimal("1000000000");

  private Limits() {}

  static void amount(String name, Money amount) {
    if (amount.isNegative() || amount.getAmount().compareTo(MOST_MONEY) > 0) {
      throw new IllegalArgumentException(
          "%s: %s (expected: not negative, at most %s)".formatted(name, amount, MOST_MONEY));
    }
  }

  static void text(String name, String text, int most) {
    if (text.length() > most || !isPlain(text)) {
      throw new IllegalArgumentException(
          "%s: %d characters (expected: 1 to %d on one line, no space at its ends)"
              .formatted(name, text.length(), most));
    }
  }

  /** Whether it is one line with something on it, and no space at its ends. */
  static boolean isPlain(String text) {
    return !text.isEmpty()
        && text.equals(text.strip())
        && text.codePoints().noneMatch(Character::isISOControl);
  }

  static void texts(String name, Set<String> texts, int most, int longest) {
    if (texts.size() > most) {
      throw new IllegalArgumentException(
          "%s: %d of them (expected: at most %d)".formatted(name, texts.size(), most));
    }
    texts.forEach(text -> text(name, text, longest));
  }
}
