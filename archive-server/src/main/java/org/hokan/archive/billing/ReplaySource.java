package org.hokan.archive.billing;

import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Chosen;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.db.Tx;

/** The contracts of the run; what is chosen is read where it is, not in the scratch database. */
record ReplaySource(
    SimulatedContracts contracts, ZoneId zone, Simulator.Books books, RuledChoices ruled)
    implements ContractSource {
  @Override
  public List<Contract> all(Tx tx) {
    return contracts.all();
  }

  @Override
  public ZoneId zoneOf(String facility, ZoneId usual) {
    return zone;
  }

  @Override
  public Map<String, Chosen> chosen(
      Tx scratch, Contract contract, BackupUnit unit, Collection<String> objects) {
    Map<String, Chosen> said =
        books
            .database()
            .read(tx -> contracts.chosen(tx, books.contracts(), contract, unit, objects));
    return ruled.over(scratch, said, contract, unit, objects);
  }

  @Override
  public List<String> takenOut(
      Tx scratch, Contract contract, BackupUnit unit, String after, int most) {
    return books
        .database()
        .read(tx -> contracts.takenOut(tx, books.contracts(), contract, unit, after, most));
  }
}
