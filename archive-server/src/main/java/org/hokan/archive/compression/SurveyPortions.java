package org.hokan.archive.compression;

/**
 * How much of what is stored is taken up at once.
 *
 * @param page studies of a transaction
 * @param mostDue jobs that are due within a day; while there are as many, of new arrivals too, one
 *     study at a time is added
 */
public record SurveyPortions(int page, int mostDue) {
  /** What a node takes. */
  public static final SurveyPortions USUAL = new SurveyPortions(200, 1000);
}
