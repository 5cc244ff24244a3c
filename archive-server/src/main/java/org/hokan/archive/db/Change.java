package org.hokan.archive.db;

/**
 * A committed change of one row of a journaled table.
 *
 * @param number ascending in the order of the changes, with gaps
 * @param transaction equal for neighbours that were committed together
 * @param json {@code {"insert": TABLE, "row": {COLUMN: VALUE, ...}}}, or {@code update}, or {@code
 *     delete} with the row as it was
 */
public record Change(long number, String transaction, String json) {
  /**
   * Longest {@link #json} that a log can give back, in bytes of UTF-8. A row with the longest
   * request for commitment that can be configured, and its result, in hex, has half as many.
   */
  public static final int LONGEST = 64 << 20;
}
