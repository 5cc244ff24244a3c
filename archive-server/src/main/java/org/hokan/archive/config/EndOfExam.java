package org.hokan.archive.config;

/** What ends an examination before its quiet time. */
public enum EndOfExam {
  /** Nothing does. */
  QUIET_TIME,
  /** A Modality Performed Procedure Step that is completed or discontinued. */
  MPPS,
  /** The list of a storage commitment. */
  COMMITMENT,
  /** Either of both. */
  BOTH;

  /** Whether a performed procedure step does. */
  public boolean byMpps() {
    return this == MPPS || this == BOTH;
  }

  /** Whether a storage commitment does. */
  public boolean byCommitment() {
    return this == COMMITMENT || this == BOTH;
  }
}
