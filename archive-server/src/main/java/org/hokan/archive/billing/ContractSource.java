package org.hokan.archive.billing;

import java.time.ZoneId;
import java.util.List;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.db.Tx;

/** Where the ledger reads contracts. */
@FunctionalInterface
public interface ContractSource {
  /** All of them, ended and withdrawn ones as well. */
  List<Contract> all(Tx tx);

  /**
   * The zone in which a facility's days and months begin.
   *
   * @param usual that of facilities without one of their own
   */
  default ZoneId zoneOf(String facility, ZoneId usual) {
    return usual;
  }
}
