package org.hokan.archive.index;

/**
 * What is kept of one patient or one study.
 *
 * @param bytes of the instances, as stored
 */
public record KeptCounts(long studies, long instances, long bytes) {
  public static final KeptCounts NOTHING = new KeptCounts(0, 0, 0);
}
