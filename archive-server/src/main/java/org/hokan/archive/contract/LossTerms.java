package org.hokan.archive.contract;

import java.time.Period;

/**
 * What a contract says of objects that lossy compression has made others.
 *
 * @param uids what their SOP Instance UIDs are
 * @param originalKept how long an object is kept as it came, after its arrival
 */
public record LossTerms(Uids uids, Period originalKept) {
  /** SOP Instance UIDs of what has lost something. */
  public enum Uids {
    /** Others than those of the originals, as PS3.3 §C.7.6.1.1.5 demands. */
    NEW,
    /** The same: both sides say that the loss does not affect professional interpretation. */
    KEEP
  }

  /** What holds where a contract says nothing. */
  static final LossTerms USUAL = new LossTerms(Uids.NEW, Period.ofDays(90));

  public LossTerms {
    if (originalKept.isNegative()) {
      throw new IllegalArgumentException(
          "originalKept: %s (expected: a time such as 90d)".formatted(originalKept));
    }
  }
}
