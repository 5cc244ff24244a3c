package org.hokan.archive.billing;

import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Chosen;
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

  /**
   * When some objects of a contract's unit are chosen; one of which nothing was said has no entry.
   * Unless told otherwise, by what its versions name.
   */
  default Map<String, Chosen> chosen(
      Tx tx, Contract contract, BackupUnit unit, Collection<String> objects) {
    Map<String, Chosen> named = new HashMap<>(contract.named(unit));
    named.keySet().retainAll(objects);
    return named;
  }

  /** The next objects of a unit that were taken out at one time or another, by object. */
  default List<String> takenOut(Tx tx, Contract contract, BackupUnit unit, String after, int most) {
    return contract.named(unit).entrySet().stream()
        .filter(entry -> entry.getValue().wasTakenOut() && entry.getKey().compareTo(after) > 0)
        .map(Map.Entry::getKey)
        .sorted()
        .limit(most)
        .toList();
  }
}
