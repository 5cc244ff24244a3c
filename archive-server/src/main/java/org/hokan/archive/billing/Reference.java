package org.hokan.archive.billing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a correction says that it corrects, by the form of its reference.
 *
 * @param statement number of the statement; empty: it names none
 * @param line a line of that statement, from 1; 0: the statement as a whole
 * @param record number of the billing record; 0: it names none
 */
public record Reference(String statement, long line, long record) {
  /** Names nothing of the ledger. */
  static final Reference WORDS = new Reference("", 0, 0);

  private static final Pattern STATEMENT =
      Pattern.compile("([0-9]{6}-[0-9]{4,9})(?:/([0-9]{1,9}))?");
  private static final Pattern RECORD = Pattern.compile("(?:record )?([0-9]{1,18})");

  /** Words are free, and name nothing of the ledger. */
  static Reference of(String text) {
    String plain = text.strip();
    Matcher statement = STATEMENT.matcher(plain);
    if (statement.matches()) {
      Optional<String> line = Optional.ofNullable(statement.group(2));
      return new Reference(statement.group(1), line.map(Long::valueOf).orElse(0L), 0);
    }
    Matcher record = RECORD.matcher(plain);
    return record.matches() ? new Reference("", 0, Long.parseLong(record.group(1))) : WORDS;
  }

  /** Reads what a record refers to; that of one that is no correction is only words. */
  static Reference of(BillingRecord record) {
    return record.entry() instanceof BillingEntry.Adjustment adjustment
        ? of(adjustment.reference())
        : WORDS;
  }

  /** Whether it names a statement, or a line of one. */
  public boolean namesStatement() {
    return !statement.isEmpty();
  }

  /** Whether it names a billing record. */
  public boolean namesRecord() {
    return record > 0;
  }
}
