package org.hokan.archive.contract;

/**
 * How copies are kept: what the Ministry of Health's guideline on the safety of medical information
 * systems asks a contract for outside keeping to say (version 6.0, May 2023, system operation,
 * §12.2: what, how often, generations that can be restored, method, place).
 *
 * @param number how many copies there are in all, the first one included: 1 to 9
 * @param generations how many generations can be restored: 1 to 99
 * @param place where; may be empty
 * @param method how, such as {@code second disk, read again every month}; may be empty
 */
public record CopyTerms(int number, int generations, String place, String method) {
  private static final int MOST_COPIES = 9;
  private static final int MOST_GENERATIONS = 99;
  private static final int LONGEST = 200;

  public CopyTerms {
    if (number < 1 || number > MOST_COPIES) {
      throw new IllegalArgumentException(
          "copies.number: %d (expected: 1 to %d)".formatted(number, MOST_COPIES));
    }
    if (generations < 1 || generations > MOST_GENERATIONS) {
      throw new IllegalArgumentException(
          "copies.generations: %d (expected: 1 to %d)".formatted(generations, MOST_GENERATIONS));
    }
    if (!place.isEmpty()) {
      Limits.text("copies.place", place, LONGEST);
    }
    if (!method.isEmpty()) {
      Limits.text("copies.method", method, LONGEST);
    }
  }
}
