package org.hokan.archive.billing;

import java.util.List;

/**
 * What a line of a statement is made of.
 *
 * @param statement the statement
 * @param line the line
 * @param parts its records, the first ones
 */
public record LineExplanation(Statement statement, StatementLine line, List<Part> parts) {
  /** Each record leads to up to a hundred studies, so that a page has ten thousand at most. */
  public static final int LARGEST_PAGE = 100;

  /**
   * One record and what it is for.
   *
   * @param refersTo what a correction corrects; what the studies are then those of
   * @param studies the STUDY records of what it charges, a page of them
   * @param studyRecords how many there are in all
   * @param images how many images all of them have
   */
  public record Part(
      BillingRecord record,
      Reference refersTo,
      List<BillingRecord> studies,
      long studyRecords,
      long images) {}
}
