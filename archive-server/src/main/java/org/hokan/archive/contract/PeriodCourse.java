package org.hokan.archive.contract;

import java.util.regex.Pattern;

/**
 * How often a backup is charged. How many points a period has is the tariff's. Immutable.
 *
 * @param name its name in the tariff, such as {@code ANNUAL}
 * @param months length of a period, counted from the contract's first day; 1 to 120
 */
public record PeriodCourse(String name, int months) {
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,15}");
  private static final int MOST_MONTHS = 120;

  /** Charged for each year from the contract's first day on. */
  public static final PeriodCourse ANNUAL = new PeriodCourse("ANNUAL", 12);

  /** Charged for each month from the contract's first day on. */
  public static final PeriodCourse MONTHLY = new PeriodCourse("MONTHLY", 1);

  public PeriodCourse {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "course: a name of %d characters (expected: 1 to 16 of A-Z, 0-9 and _, the first a letter)"
              .formatted(name.length()));
    }
    if (months < 1 || months > MOST_MONTHS) {
      throw new IllegalArgumentException(
          "course %s: %d months (expected: 1 to %d)".formatted(name, months, MOST_MONTHS));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
