package org.hokan.archive.node;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.Dependents;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.contract.Contracts;
import org.hokan.archive.contract.StorageRules;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.FacilityCounts;
import org.hokan.archive.index.Index;
import org.hokan.archive.storage.PackStore;

/** The rooms of a node, built from the cellar up; closed in the opposite order. */
record Rooms(
    Clock clock,
    Database database,
    Audit audit,
    Index index,
    ApplicationEntities entities,
    Contracts contracts,
    StorageRules rules,
    UsageLedger ledger,
    PackStore store)
    implements AutoCloseable {

  /** Opens database and volumes; what was opened is closed again when something fails. */
  static Rooms open(Configuration configuration, Clock clock) {
    Closing opened = new Closing();
    try {
      Path data = configuration.dataDirectory();
      Database database =
          opened.add(Database.open(Settings.database(configuration.database(), data), tables()));
      PackStore store =
          opened.add(PackStore.open(Settings.storage(configuration.storage(), data), clock));
      Audit audit = opened.add(new Audit(database, Settings.audit(configuration.audit())));
      Index index = new Index(database);
      ApplicationEntities entities =
          new ApplicationEntities(
              database, audit, clock, List.of(Contracts.dependents(), keptFor(index)));
      Contracts contracts =
          new Contracts(
              database,
              audit,
              entities,
              clock,
              Settings.contracts(configuration),
              List.of(UsageLedger::useOfContract, new ContractUses(index)));
      UsageLedger ledger =
          new UsageLedger(
              database,
              tx -> contracts.list(),
              (tx, who, action, facility, text) ->
                  audit.record(
                      tx,
                      AuditEvent.change(clock.instant(), who, action)
                          .facility(facility)
                          .detail(text)
                          .build()),
              clock);
      StorageRules rules = new StorageRules(database, audit, contracts, clock);
      return new Rooms(clock, database, audit, index, entities, contracts, rules, ledger, store);
    } catch (RuntimeException e) {
      opened.close(e);
      throw e;
    }
  }

  private static List<Class<?>> tables() {
    List<Class<?>> all = new ArrayList<>();
    all.addAll(ApplicationEntities.entities());
    all.addAll(Audit.entities());
    all.addAll(Contracts.entities());
    all.addAll(Index.entities());
    all.addAll(UsageLedger.entities());
    return all;
  }

  /** A facility whose images are kept is not removed. */
  private static Dependents keptFor(Index index) {
    return new Dependents() {
      @Override
      public Optional<String> ofFacility(Tx tx, String facility) {
        FacilityCounts counts = index.counts(facility);
        long kept = counts.instances() + counts.quarantined();
        return kept > 0
            ? Optional.of(kept + " instances are kept for it")
            : UsageLedger.useOfFacility(tx, facility);
      }
    };
  }

  /** Reads again what another node may have changed. */
  void refresh() {
    entities.refresh();
    contracts.refresh();
    rules.refresh();
    rules.warmUp();
  }

  @Override
  public void close() {
    Closing all = new Closing();
    all.add(database);
    all.add(store);
    all.add(audit);
    all.close();
  }
}
