package org.hokan.archive.billing;

import java.time.YearMonth;
import java.util.Optional;
import org.hokan.archive.billing.Simulated.Refused;

/** What arrived of a study, and the month and clause of its real record. */
record ReplayedExam(YearMonth month, ContractClause clause, BillingEntry.Study study) {
  private static final String EXPECTED = "forecast ";

  /** One that nobody has seen. */
  static ReplayedExam expected(YearMonth month, BillingEntry.Study study) {
    return new ReplayedExam(month, ContractClause.NONE, study);
  }

  /** The UID that stands for one that nobody has seen; no UID is like it. */
  static String expectedUid(YearMonth month, long number) {
    return EXPECTED + month + " " + number;
  }

  boolean isExpected() {
    return study.studyInstanceUid().startsWith(EXPECTED);
  }

  boolean begins() {
    return study.refersTo() == 0;
  }

  ReplayedExam of(long images, long bytes, long refersTo) {
    return new ReplayedExam(
        month,
        clause,
        new BillingEntry.Study(
            study.studyInstanceUid(),
            study.patient(),
            images,
            bytes,
            study.first(),
            study.last(),
            study.ae(),
            study.rule(),
            refersTo));
  }

  /** What rules do not let be kept of it. */
  Refused refused(OtherRules.Part part) {
    boolean whole = begins() && part.images() == 0;
    return new Refused(whole ? 1 : 0, part.leftImages(), part.leftBytes());
  }

  Refused refused() {
    return new Refused(begins() ? 1 : 0, study.images(), study.bytes());
  }

  /** Keys name the patient by ID after a P; of others the ID is not known. */
  Optional<String> patientId() {
    String key = study.patient();
    return key.startsWith("P") ? Optional.of(key.substring(1)) : Optional.empty();
  }
}
