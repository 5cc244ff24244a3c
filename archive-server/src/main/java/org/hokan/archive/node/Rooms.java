package org.hokan.archive.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.Dependents;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.billing.ContractSource;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.commitment.Commitments;
import org.hokan.archive.compression.Compressions;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Chosen;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.Contracts;
import org.hokan.archive.contract.StorageRules;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.db.Tx;
import org.hokan.archive.followup.FollowUpWork;
import org.hokan.archive.index.FacilityCounts;
import org.hokan.archive.index.Index;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.journal.Journal;
import org.hokan.archive.procedure.PerformedProcedures;
import org.hokan.archive.retention.Deletions;
import org.hokan.archive.storage.PackStatus;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.trial.RefusedArrivals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    PackStore store,
    Optional<Journal> journal,
    Found found)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

  /**
   * How the database was found.
   *
   * @param events what had to be done to it
   * @param older whether it was older than its journal, and so its index may be than the packs
   * @param indexIsStale whether the index does not follow from it
   */
  record Found(List<String> events, boolean older, boolean indexIsStale) {}

  /** Whether the index is to be made anew. */
  boolean indexIsStale() {
    return found.indexIsStale() || (found.older() && missingPacks().isPresent());
  }

  /** Whether the index may not be the one that was: something was done to the database. */
  boolean wasMadeAnew() {
    return indexIsStale() || !found.events().isEmpty();
  }

  /** Packs of which the index has objects, and that are on no volume. */
  Optional<String> missingPacks() {
    TreeSet<String> missing = new TreeSet<>(index.marks().keySet());
    store.packs().stream().map(PackStatus::pack).forEach(missing::remove);
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "has objects of %d packs that are on no volume, the first is %s (expected: none; is a volume not configured, or to be put back?)"
                .formatted(missing.size(), missing.first()));
  }

  /** Facilities that have images, and that the database does not know: its journal ended before. */
  Optional<String> unknownFacilities() {
    List<String> unknown =
        index.counts().stream()
            .filter(counts -> counts.instances() + counts.quarantined() > 0)
            .map(FacilityCounts::facility)
            .filter(facility -> entities.facility(facility).isEmpty())
            .toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "there are images of facilities that the database does not know: %s (expected: each admitted, with its contracts and ledger; has another volume a journal that reaches farther?)"
                .formatted(String.join(", ", unknown)));
  }

  /** Lets the store tell of packs of which the index has objects, and that are on no volume. */
  void compareWithPacks() {
    store.missing(() -> index.marks().keySet());
  }

  /** Opens volumes and database; what was opened is closed again when something fails. */
  static Rooms open(Configuration configuration, RestoreChoice choice, Clock clock)
      throws IOException {
    Closing opened = new Closing();
    try {
      Path data = configuration.dataDirectory();
      PackStore store =
          opened.add(PackStore.open(Settings.storage(configuration.storage(), data), clock));
      DatabaseSettings settings = Settings.database(configuration.database(), data);
      Database database;
      Optional<Journal> journal = Optional.empty();
      Found found = new Found(List.of(), false, false);
      if (configuration.database().url().isEmpty()) {
        DatabaseStart start =
            new DatabaseStart(
                settings, Settings.databaseFolder(configuration), tables(), store, choice, clock);
        database = opened.add(start.open());
        journal = Optional.of(opened.add(start.journal(database)));
        found = new Found(start.events(), start.wasOlder(), start.indexIsStale());
      } else {
        database = opened.add(Database.open(settings, tables()));
      }
      Audit audit = opened.add(new Audit(database, Settings.audit(configuration.audit())));
      Index index = new Index(database);
      ApplicationEntities entities =
          new ApplicationEntities(
              database,
              audit,
              clock,
              List.of(Contracts.dependents(configuration.billing().timeZone()), keptFor(index)));
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
              agreements(contracts),
              (tx, who, action, facility, text) ->
                  audit.record(
                      tx,
                      AuditEvent.change(clock.instant(), who, action)
                          .facility(facility)
                          .detail(text)
                          .build()),
              Settings.billing(configuration),
              clock);
      StorageRules rules =
          new StorageRules(database, audit, contracts, clock, configuration.billing().holidays());
      tell(database, audit, found, clock);
      tell(ledger);
      return new Rooms(
          clock, database, audit, index, entities, contracts, rules, ledger, store, journal, found);
    } catch (RuntimeException | IOException e) {
      opened.close();
      throw e;
    }
  }

  private static void tell(UsageLedger ledger) {
    ledger
        .unknownKeys()
        .forEach(
            key ->
                LOG.warn(
                    "ledger: sealed with {}, which is not the node's key (expected: ledger-key of the data folder, or a line of ledger-keys-earlier)",
                    key));
  }

  private static void tell(Database database, Audit audit, Found found, Clock clock) {
    if (!found.events().isEmpty()) {
      database.runForced(
          tx ->
              found
                  .events()
                  .forEach(
                      event ->
                          audit.record(
                              tx,
                              AuditEvent.change(clock.instant(), "node", "database.restore")
                                  .detail(event)
                                  .build())));
    }
  }

  static List<Class<?>> tables() {
    List<Class<?>> all = new ArrayList<>();
    all.addAll(ApplicationEntities.entities());
    all.addAll(Audit.entities());
    all.addAll(Contracts.entities());
    all.addAll(Index.entities());
    all.addAll(UsageLedger.entities());
    all.addAll(JobQueue.entities());
    all.addAll(Commitments.entities());
    all.addAll(PerformedProcedures.entities());
    all.addAll(Compressions.entities());
    all.addAll(Deletions.entities());
    all.addAll(FollowUpWork.entities());
    all.addAll(RefusedArrivals.entities());
    return all;
  }

  private static ContractSource agreements(Contracts contracts) {
    return new ContractSource() {
      @Override
      public List<Contract> all(Tx tx) {
        return contracts.list();
      }

      @Override
      public ZoneId zoneOf(String facility, ZoneId usual) {
        return contracts.zoneOf(facility);
      }

      @Override
      public Map<String, Chosen> chosen(
          Tx tx, Contract contract, BackupUnit unit, Collection<String> objects) {
        return contracts.objects().chosen(tx, contract.id(), unit, objects);
      }

      @Override
      public List<String> takenOut(
          Tx tx, Contract contract, BackupUnit unit, String after, int most) {
        return contracts.objects().takenOut(tx, contract.id(), unit, after, most);
      }
    };
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
    rules.refresh();
    rules.warmUp();
    index.refresh();
  }

  @Override
  public void close() {
    Closing all = new Closing();
    all.add(store);
    all.add(database);
    journal.ifPresent(all::add);
    all.add(audit);
    all.close();
  }
}
