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
   * @param studies the STUDY records of what it charges, the first ones
   * @param images how many images those and all others have
   */
  public record Part(BillingRecord record, List<BillingRecord> studies, long images) {}
}
