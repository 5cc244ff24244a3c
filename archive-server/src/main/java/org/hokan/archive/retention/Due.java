package org.hokan.archive.retention;

import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.KeepingFacts;
import org.hokan.archive.contract.KeptExams;
import org.hokan.archive.contract.KeptUntil;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.KeptStudy;

/** Asks contracts and rules how long a study is kept. */
final class Due {
  private final RetentionRooms rooms;

  Due(RetentionRooms rooms) {
    this.rooms = rooms;
  }

  /** Of some studies at once: what of them is chosen is asked once for all. */
  Answers of(Tx tx, List<KeptStudy> studies) {
    return new Answers(
        tx,
        rooms
            .contracts()
            .keeping(tx, studies.stream().map(study -> facts(study, List.of())).toList()));
  }

  private static KeepingFacts facts(KeptStudy study, List<String> rules) {
    return new KeepingFacts(
        study.facility(),
        Optional.of(study.patientId()).filter(id -> !id.isEmpty()),
        study.studyInstanceUid().value(),
        study.decided().contractId(),
        study.lastArrival(),
        rules);
  }

  /** How long each of some studies is kept. */
  final class Answers {
    private final Tx tx;
    private final KeptExams exams;

    private Answers(Tx tx, KeptExams exams) {
      this.tx = tx;
      this.exams = exams;
    }

    /** Empty when nothing lets it end. */
    Optional<KeptUntil> keptUntil(KeptStudy study) {
      Optional<KeptUntil> byContract = exams.until(facts(study, List.of()));
      return byContract.filter(kept -> isPast(study, kept)).isEmpty()
          ? byContract // what rules say cannot make it shorter
          : exams.until(facts(study, rooms.index().retentions(tx, study)));
    }
  }

  boolean isPast(KeptStudy study, KeptUntil kept) {
    return kept.isPast(rooms.contracts().today(study.facility()));
  }
}
