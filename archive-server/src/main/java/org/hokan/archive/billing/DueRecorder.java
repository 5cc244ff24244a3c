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
   * The stages of a contract: the periods of each unit; what is charged by the bytes kept; what the
   * ends of each unit and its objects give back.
   */
  static final int STAGES = 2 * UNITS.size() + 1;

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
   * Where a stage goes on.
   *
   * @param object the last object of those looked at; empty: none were
   * @param ofUnit what was added up of a unit that ended
   */
  record Place(String object, Optional<EndRecorder.Sums> ofUnit) {
    static final Place START = new Place("", Optional.empty());
  }

  /**
   * What one step did.
   *
   * @param records how many it recorded
   * @param next where its stage goes on; empty: it is done
   */
  record Step(long records, Optional<Place> next) {
    static final Step NOTHING = new Step(0, Optional.empty());
  }

  /** Does all stages of all contracts; answers how many records that were. */
  long record() {
    long count = 0;
    for (Contract contract : contracts.agreed()) {
      for (int stage = 0; stage < STAGES; stage++) {
        Optional<Place> at = Optional.of(Place.START);
        while (at.isPresent()) {
          Step step = record(contract, stage, at.get());
          count += step.records();
          at = step.next();
        }
      }
    }
    return count;
  }

  /** Does the next slice of a stage. */
  Step record(Contract contract, int stage, Place at) {
    int ends = stage - UNITS.size() - 1;
    if (stage < UNITS.size()) {
      return recordPeriods(contract, UNITS.get(stage), at.object());
    }
    return ends < 0
        ? new Step(recordKept(contract), Optional.empty())
        : new EndRecorder(tx, appender, contracts)
            .record(contract, UNITS.get(ends), cut.day(contracts.zoneOf(contract.facility())), at);
  }

  private Step recordPeriods(Contract contract, BackupUnit unit, String after) {
    Charged charged = new Charged(contract, unit, contracts.chargedFor(contract));
    return new PeriodRecorder(tx, appender, contracts, contracts.zoneOf(contract.facility()))
        .record(charged, cut, after);
  }

  private long recordKept(Contract contract) {
    return new KeptRecorder(tx, appender, contracts, cut).record(contract);
  }
}
