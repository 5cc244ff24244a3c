package org.hokan.archive.billing;

import java.time.LocalDate;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.db.Tx;

/**
 * What compression saved, in a simulation: counted where its study is taken, or comes, and may be
 * compressed. Not thread-safe.
 */
final class ReplayedSavings {
  private final ReplayedTraffic traffic;
  private final EarlyRecords early;
  private long lost;
  private long newlyAllowed;

  ReplayedSavings(ReplayedTraffic traffic, EarlyRecords early) {
    this.traffic = traffic;
    this.early = early;
  }

  /** Takes a record; one that stands before its study's waits for that. */
  void take(Tx tx, Appender appender, BillingRecord record) {
    if (traffic.isAsRecorded() || !early.keeps(record)) {
      take(tx, appender, record, false);
    }
  }

  /** Takes those that waited for a study. */
  void takeOf(Tx tx, Appender appender, String study) {
    early.of(study).forEach(saving -> take(tx, appender, saving, false));
  }

  /** Takes all that wait still: their studies are put in later. */
  void takeEarly(Tx tx, Appender appender) {
    early.all().forEach(saving -> take(tx, appender, saving, true));
  }

  /** Counts what may be compressed under the simulated terms, and may not as agreed. */
  void count(ReplayedExam exam, LocalDate day) {
    boolean may = traffic.contracts().simulatedOn(day).filter(ReplayedSavings::allow).isPresent();
    if (may && !traffic.contracts().agreedOn(day).map(ReplayedSavings::allow).orElse(true)) {
      newlyAllowed += exam.study().bytes();
    }
  }

  private static boolean allow(AgreedTerms agreed) {
    return agreed.terms().allowsCompression();
  }

  /** Bytes of which nobody knows what compression would save. */
  long newlyAllowed() {
    return newlyAllowed;
  }

  /** Bytes that were saved and would not be. */
  long lost() {
    return lost;
  }

  private void take(Tx tx, Appender appender, BillingRecord record, boolean comes) {
    BillingEntry.Item saving = (BillingEntry.Item) record.entry();
    if (traffic.ruled().isAny()) {
      takeRuled(tx, appender, record, comes);
    } else if (traffic.contracts().simulated().isEmpty()) {
      Replay.append(appender, record, record.clause());
    } else if ((comes || traffic.isTaken(tx, appender, saving.object())) && isAllowed(record)) {
      Replay.append(appender, record, clause(record));
    } else {
      lost += saving.quantity();
    }
  }

  /** Of a study that is taken, the share that its rules would still compress. */
  private void takeRuled(Tx tx, Appender appender, BillingRecord record, boolean comes) {
    appender.flush();
    BillingEntry.Item saving = (BillingEntry.Item) record.entry();
    boolean taken = comes || traffic.studies().has(tx, saving.object());
    long left =
        taken && isAllowed(record)
            ? traffic
                .ruled()
                .ofAll(saving.object())
                .map(part -> part.stillSaved(saving.quantity()))
                .orElse(saving.quantity())
            : 0;
    lost += saving.quantity() - left;
    if (left != 0) {
      Replay.append(
          appender,
          record,
          new BillingEntry.Item(
              saving.type(),
              saving.name(),
              saving.object(),
              left,
              saving.unitPrice(),
              saving.fact()),
          clause(record));
    }
  }

  private boolean isAllowed(BillingRecord record) {
    return traffic.simulated(record).map(ReplayedSavings::allow).orElse(true);
  }

  private ContractClause clause(BillingRecord record) {
    return traffic.simulated(record).isPresent()
        ? traffic.contracts().simulatedClause()
        : record.clause();
  }
}
