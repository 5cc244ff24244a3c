package org.hokan.archive.billing;

import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.db.Tx;

/**
 * What came of examinations that have not ended and no record tells of yet, by the last arrival.
 * Each is given out once. Not thread-safe.
 */
final class OpenExams {
  /**
   * One of them.
   *
   * @param copied whether it is charged for a second copy, or will be
   */
  record Open(ReplayedExam exam, boolean copied) {}

  private final List<Open> waiting = new ArrayList<>();

  /**
   * Reads what is recorded of them.
   *
   * @param zone of the facility
   */
  OpenExams(Tx tx, List<StudyUsage> usages, ZoneId zone) {
    for (int from = 0; from < usages.size(); from += Ledger.PAGE) {
      List<StudyUsage> page = usages.subList(from, Math.min(usages.size(), from + Ledger.PAGE));
      StudyRecorder.unrecorded(tx, page).forEach((usage, study) -> add(usage, study, zone));
    }
  }

  private void add(StudyUsage usage, BillingEntry.Study study, ZoneId zone) {
    YearMonth month = YearMonth.from(study.last().atZone(zone));
    waiting.add(
        new Open(
            new ReplayedExam(month, usage.clause(), study),
            study.refersTo() == 0 && usage.secondCopy() != SecondCopy.NONE));
  }

  /** Those of a month and of those before it that wait; they wait no longer. */
  List<Open> upTo(YearMonth month) {
    List<Open> found =
        waiting.stream().filter(open -> !open.exam().month().isAfter(month)).toList();
    waiting.removeAll(found);
    return found;
  }

  /** Those of a month that wait. */
  List<ReplayedExam> of(YearMonth month) {
    return waiting.stream().map(Open::exam).filter(exam -> exam.month().equals(month)).toList();
  }

  /** Whether one of them is this study. */
  boolean has(String study) {
    return waiting.stream().anyMatch(open -> open.exam().study().studyInstanceUid().equals(study));
  }
}
