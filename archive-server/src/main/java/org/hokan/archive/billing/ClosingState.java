package org.hokan.archive.billing;

import java.time.Instant;
import java.time.YearMonth;

/**
 * A close that is under way.
 *
 * @param month the month
 * @param since when it was begun
 * @param by who began it
 */
public record ClosingState(YearMonth month, Instant since, String by) {
  /** How it is said. */
  @Override
  public String toString() {
    return "%s is being closed, since %s, by %s".formatted(month, since, by);
  }
}
