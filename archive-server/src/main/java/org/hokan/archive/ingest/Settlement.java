package org.hokan.archive.ingest;

import java.time.Instant;
import java.util.List;
import org.hokan.archive.billing.ContractClause;
import org.hokan.archive.billing.StudySaving;
import org.hokan.archive.billing.StudyUsage;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.Index;
import org.hokan.dicom.data.Uid;

/** Writes the billing record of each study that has been quiet long enough, or amends it. */
final class Settlement {
  private static final int BATCH = 200;

  private final Database database;
  private final Index index;
  private final UsageLedger ledger;
  private final CopySettlement copies;

  Settlement(IngestRooms rooms) {
    this.database = rooms.database();
    this.index = rooms.index();
    this.ledger = rooms.ledger();
    this.copies = new CopySettlement(rooms);
  }

  void settle(Instant quietSince) {
    while (settleBatch(quietSince) == BATCH) {
      // The next batch.
    }
    copies.chargeMade();
  }

  /** What came of a facility's examinations that are not recorded, or not all of them. */
  List<StudyUsage> open(String facility, int max) {
    return database.read(
        tx ->
            index.unsettledOf(tx, facility, max).stream().map(study -> usage(tx, study)).toList());
  }

  /** Writes or amends the record of one study now; one that nothing came of has none. */
  void settle(String facility, Uid studyInstanceUid) {
    database.run(
        tx -> index.usage(tx, facility, studyInstanceUid).ifPresent(study -> settle(tx, study)));
  }

  /** Settles a study that is being destroyed, and takes back what is recorded of it. */
  void takeBack(Tx tx, String facility, Uid studyInstanceUid, Instant destroyed) {
    index
        .usage(tx, facility, studyInstanceUid)
        .ifPresent(
            study -> {
              StudyUsage usage = settle(tx, study);
              ledger.recordDeletion(tx, usage, destroyed);
              ledger.correctSavings(
                  tx, new StudySaving(facility, studyInstanceUid.value(), 0, destroyed));
            });
  }

  /** The record and the mark that it is written are one transaction. */
  private int settleBatch(Instant quietSince) {
    return database.write(
        tx -> {
          List<org.hokan.archive.index.StudyUsage> studies = index.unsettled(tx, quietSince, BATCH);
          if (!studies.isEmpty()) { // no lock on the ledger for nothing
            ledger.recordStudies(tx, studies.stream().map(study -> usage(tx, study)).toList());
            studies.forEach(study -> index.settled(tx, study));
          }
          return studies.size();
        });
  }

  private StudyUsage settle(Tx tx, org.hokan.archive.index.StudyUsage study) {
    StudyUsage usage = usage(tx, study);
    ledger.recordStudy(tx, usage);
    index.settled(tx, study);
    return usage;
  }

  private StudyUsage usage(Tx tx, org.hokan.archive.index.StudyUsage study) {
    Decided decided = study.decided();
    return new StudyUsage(
        study.facility(),
        study.studyInstanceUid().value(),
        study.patientKey(),
        study.images(),
        study.bytes(),
        study.firstArrival(),
        study.lastArrival(),
        study.callingAe(),
        new ContractClause(decided.contractId(), decided.contractVersion()),
        rule(decided),
        copies.of(tx, study));
  }

  /** As the billing export names rules. */
  private static String rule(Decided decided) {
    return decided.ruleName().isEmpty() ? "" : decided.ruleName() + "@" + decided.ruleVersion();
  }
}
