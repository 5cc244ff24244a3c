package org.hokan.archive.procedure;

import java.util.Set;
import org.hokan.archive.db.Tx;
import org.hokan.archive.procedure.StepRefusedException.Reason;
import org.hokan.dicom.data.Uid;

/** What steps may take: far more than modalities need, and no more than the node can hold. */
final class StepLimits {
  /** All attributes of a step, with what its N-SETs added; room for 20,000 instances. */
  static final int MOST_BYTES = 4 << 20;

  static final int MOST_STUDIES_OF_STEP = 100;
  static final int MOST_STEPS_OF_STUDY = 100;

  private StepLimits() {}

  /** Refuses a step that has become too long. */
  static void checkLength(StepEntity step) {
    check("its attributes", step.attributes.length, MOST_BYTES, "bytes");
  }

  /** Refuses a step of more studies than may be, or one more of a study that has too many. */
  static void checkStudies(Tx tx, StepEntity step, Set<Uid> studies) {
    check("the step", studies.size(), MOST_STUDIES_OF_STEP, "studies");
    for (Uid study : studies) {
      check(
          "the study", StepRows.count(tx, step.facility, study) + 1, MOST_STEPS_OF_STUDY, "steps");
    }
  }

  private static void check(String what, long count, int most, String unit) {
    if (count > most) {
      throw new StepRefusedException(
          Reason.LIMIT, "%s: %d %s (expected: at most %d)".formatted(what, count, unit, most));
    }
  }
}
