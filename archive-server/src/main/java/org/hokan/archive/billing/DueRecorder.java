package org.hokan.archive.billing;

import java.time.YearMonth;
import java.util.Optional;
import org.hokan.archive.billing.PeriodRecorder.Charged;
import org.hokan.archive.billing.PeriodRecorder.Step;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.db.Tx;

/** Records all that contracts owe by the end of a month and that is not in the ledger yet. */
final class DueRecorder {
  private final Tx tx;
  private final Appender appender;
  private final ContractBook contracts;

  DueRecorder(Tx tx, Appender appender, ContractBook contracts) {
    this.tx = tx;
    this.appender = appender;
    this.contracts = contracts;
  }

  /** Answers how many charges that were. */
  long record(YearMonth month) {
    long count = 0;
    for (Contract contract : contracts.agreed()) {
      for (BackupUnit unit : BackupUnit.values()) {
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
          Step step = record(contract, unit, month, after.get());
          count += step.charges();
          after = step.after();
        }
      }
      count += recordKept(contract, month);
    }
    return count;
  }

  Step record(Contract contract, BackupUnit unit, YearMonth month, String after) {
    Charged charged = new Charged(contract, unit, contracts.chargedFor(contract));
    return new PeriodRecorder(tx, appender, contracts, contracts.zoneOf(contract.facility()))
        .record(charged, month, after);
  }

  /** What is charged by the bytes kept, and what an early end gives back. */
  long recordKept(Contract contract, YearMonth month) {
    return new KeptRecorder(tx, appender, contracts).record(contract, month)
        + new EndRecorder(tx, appender, contracts).record(contract, month);
  }
}
