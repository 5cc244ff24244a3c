package org.hokan.dicom.cli;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Identifiers of one load run, all of one length, so that one can be written over another in an
 * encoded object. A run's random number is in each of them: two runs share none. Thread-safe.
 */
final class LoadUids {
  /** Characters of a UID: 2.25. and a number below 2^128 (PS3.5 §B.2). */
  static final int LENGTH = 43;

  /** Characters of a Patient ID. */
  static final int PATIENT_ID_LENGTH = 16;

  private static final long TEN_TO_18 = 1_000_000_000_000_000_000L;

  /** What a UID names. */
  enum Kind {
    STUDY,
    SERIES,
    INSTANCE
  }

  private final long run;

  LoadUids(SplittableRandom random) {
    run = random.nextLong(TEN_TO_18);
  }

  String uid(Kind kind, long number) {
    return String.format(Locale.ROOT, "2.25.1%d%018d%018d", 1 + kind.ordinal(), run, number);
  }

  String patientId(long number) {
    return String.format(Locale.ROOT, "L%06d%09d", run % 1_000_000, number);
  }
}
