package org.hokan.archive.billing;

import java.util.List;
import java.util.Optional;
import org.hokan.archive.billing.PeriodRecorder.Charged;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.db.Tx;

/**
 * Records all that contracts owe up to a day, and what they get back, and that is not in the ledger
 * yet: for each contract in stages, in slices where a stage is about many objects.
 */
final class DueRecorder {
  private static final List<BackupUnit> UNITS = List.of(BackupUnit.values());

  /**
   * The stages of a contract: the periods of each unit; what is charged by the bytes kept, and what
   * an early end gives back.
   */
  static final int STAGES = UNITS.size() + 1;

  private final Tx tx;
  private final Appender appender;
  private final ContractBook contracts;
  private final CloseCut cut;

  DueRecorder(Tx tx, Appender appender, ContractBook contracts, CloseCut cut) {
    this.tx = tx;
    this.appender = appender;
    this.contracts = contracts;
    this.cut = cut;
  }

  /**
   * What one step did.
   *
   * @param records how many it recorded
   * @param after the last object that it looked at; empty: there are no more in its stage
   */
  record Step(long records, Optional<String> after) {
    static final Step NOTHING = new Step(0, Optional.empty());
  }

  /** Does all stages of all contracts; answers how many records that were. */
  long record() {
    long count = 0;
    for (Contract contract : contracts.agreed()) {
      for (int stage = 0; stage < STAGES; stage++) {
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
          Step step = record(contract, stage, after.get());
          count += step.records();
          after = step.after();
        }
      }
    }
    return count;
  }

  /**
   * Does the next slice of a stage.
   *
   * @param after the last object of those looked at before; empty: none were
   */
  Step record(Contract contract, int stage, String after) {
    return stage < UNITS.size()
        ? recordPeriods(contract, UNITS.get(stage), after)
        : new Step(recordKept(contract), Optional.empty());
  }

  private Step recordPeriods(Contract contract, BackupUnit unit, String after) {
    Charged charged = new Charged(contract, unit, contracts.chargedFor(contract));
    return new PeriodRecorder(tx, appender, contracts, contracts.zoneOf(contract.facility()))
        .record(charged, cut, after);
  }

  private long recordKept(Contract contract) {
    return new KeptRecorder(tx, appender, contracts).record(contract, cut.month())
        + new EndRecorder(tx, appender, contracts).record(contract, cut.month());
  }
}
