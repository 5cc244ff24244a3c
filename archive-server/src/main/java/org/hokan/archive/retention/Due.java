package org.hokan.archive.retention;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.KeepingFacts;
import org.hokan.archive.contract.KeptUntil;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.KeptStudy;

/** Asks contracts and rules how long a study is kept. */
final class Due {
  private final RetentionRooms rooms;

  Due(RetentionRooms rooms) {
    this.rooms = rooms;
  }

  /** Empty when nothing lets it end. */
  Optional<KeptUntil> keptUntil(Tx tx, KeptStudy study) {
    Optional<KeptUntil> byContract = rooms.contracts().keptUntil(facts(study, List.of()));
    LocalDate today = rooms.contracts().today(study.facility());
    if (byContract.filter(kept -> kept.isPast(today)).isEmpty()) {
      return byContract; // what rules say cannot make it shorter
    }
    return rooms.contracts().keptUntil(facts(study, rooms.index().retentions(tx, study)));
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

  /** The day, when it is past. */
  Optional<KeptUntil> past(Tx tx, KeptStudy study) {
    LocalDate today = rooms.contracts().today(study.facility());
    return keptUntil(tx, study).filter(kept -> kept.isPast(today));
  }
}
