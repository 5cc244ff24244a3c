package org.hokan.archive.billing;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.db.Tx;

/** What a record that follows from an examination is simulated by. */
record ReplayedTraffic(
    SimulatedContracts contracts, RuledTraffic ruled, ScratchStudies studies, ZoneId zone) {

  /** Whether neither terms nor rules are other than they were. */
  boolean isAsRecorded() {
    return contracts.simulated().isEmpty() && !ruled.isAny();
  }

  /** Whether a study was taken, as far as it is put in. */
  boolean isTaken(Tx tx, Appender appender, String study) {
    return studies.clauseOf(tx, appender, study).isPresent();
  }

  /** The simulated terms that hold when something is recorded; empty: those that were agreed do. */
  Optional<AgreedTerms> simulated(BillingRecord record) {
    return contracts.simulatedOn(day(record));
  }

  LocalDate day(BillingRecord record) {
    return LocalDate.ofInstant(record.recorded().at(), zone);
  }
}
