package org.hokan.archive.contract;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ChangeRefusedException;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.ae.Dependents;
import org.hokan.archive.ae.Facility;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contracts, in versions that are all kept.
 *
 * <p>What is read comes from a snapshot in memory, as new as this node's own last change and, for
 * changes by other nodes, as the last {@link #refresh}; only {@link #versions} asks the database. A
 * change is on disk, with its event in the audit trail, before its method returns; one that cannot
 * be made throws {@link ChangeRefusedException}. At no time have two contracts of one facility
 * terms that overlap. Thread-safe.
 */
public final class Contracts {
  private static final Logger LOG = LoggerFactory.getLogger(Contracts.class);

  private final Database database;
  private final Audit audit;
  private final ApplicationEntities entities;
  private final Clock clock;
  private final ContractSettings settings;
  private final List<ContractUse> uses;
  private volatile Snapshot snapshot = new Snapshot(-1, Map.of(), Map.of());

  /** The latest version of each contract by its ID, and the agreed ones by facility. */
  private record Snapshot(
      long revision, Map<String, Contract> byId, Map<String, List<Contract>> agreed) {}

  /**
   * Reads all there is.
   *
   * @param uses those who are asked before a contract is withdrawn
   */
  public Contracts(
      Database database,
      Audit audit,
      ApplicationEntities entities,
      Clock clock,
      ContractSettings settings,
      List<ContractUse> uses) {
    this.database = database;
    this.audit = audit;
    this.entities = entities;
    this.clock = clock;
    this.settings = settings;
    this.uses = List.copyOf(uses);
    refresh();
  }

  /** The classes that {@link Database#open} must know, those of {@link StorageRules} included. */
  public static List<Class<?>> entities() {
    return List.of(ContractVersionEntity.class, StorageRuleVersionEntity.class);
  }

  /** What {@link ApplicationEntities} asks before it removes a facility or an AE. */
  public static Dependents dependents() {
    return new ContractDependents();
  }

  /** The latest version of a contract, withdrawn or not. */
  public Optional<Contract> contract(String id) {
    return Optional.ofNullable(snapshot.byId().get(id));
  }

  /** The latest version of each contract by ID, withdrawn ones too. */
  public List<Contract> list() {
    return List.copyOf(snapshot.byId().values());
  }

  /** The agreed contracts of a facility, past and future ones too, by their first day. */
  public List<Contract> ofFacility(String facility) {
    return snapshot.agreed().getOrDefault(facility, List.of());
  }

  /** The contract that holds for a facility at this time. */
  public Optional<Contract> inForce(String facility, Instant time) {
    List<Contract> candidates = ofFacility(facility);
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    LocalDate day = LocalDate.ofInstant(time, zoneOf(facility));
    return candidates.stream().filter(contract -> contract.inForceOn(day)).findFirst();
  }

  /** The zone in which the days of a facility's contracts begin. */
  public ZoneId zoneOf(String facility) {
    return entities.facility(facility).flatMap(Facility::timeZone).orElse(settings.timeZone());
  }

  /** All versions of a contract, the first one first. */
  public List<Contract> versions(String id) {
    return database.read(tx -> ContractRows.versions(tx, id));
  }

  /** Reads again what another node may have changed. Cheap when nobody did. */
  public synchronized void refresh() {
    snapshot = database.read(tx -> newest(tx, snapshot));
  }

  /** Makes a contract; its ID is the facility's code and the next number. */
  public Contract add(String facility, ContractTerms terms, String actor) {
    return changing(
        tx -> {
          ApplicationEntities.lockFacility(tx, facility);
          String id = facility + "-" + ContractRows.nextNumber(tx, facility);
          checkOverlap(tx, id, facility, terms);
          Contract contract =
              new Contract(
                  id,
                  1,
                  facility,
                  terms,
                  settings.points(terms.course()),
                  ContractState.AGREED,
                  clock.instant(),
                  actor);
          ContractRows.insert(tx, contract);
          record(tx, contract, "contract.add", describe(contract));
          return contract;
        });
  }

  /**
   * Makes a new version. Once the term has begun, its first day, course, currency and backup unit
   * stay as they are, and it cannot end in the past.
   *
   * @param version the version that the author read
   */
  public Contract change(String id, int version, ContractTerms terms, String actor) {
    return changing(
        tx -> {
          Contract old = locked(tx, id, version);
          checkStillOpen(old, terms);
          checkOverlap(tx, id, old.facility(), terms);
          int points =
              terms.course() == old.course()
                  ? old.pointsPerPeriod()
                  : settings.points(terms.course());
          Contract changed = next(old, terms, points, ContractState.AGREED, actor);
          ContractRows.insert(tx, changed);
          record(
              tx,
              changed,
              "contract.change",
              "was: %s; is: %s".formatted(describe(old), describe(changed)));
          return changed;
        });
  }

  /** Takes back a contract under which nothing was done; it stays listed as withdrawn. */
  public Contract withdraw(String id, int version, String actor) {
    return changing(
        tx -> {
          Contract old = locked(tx, id, version);
          for (ContractUse use : uses) {
            use.of(tx, id)
                .ifPresent(
                    why -> {
                      throw refused(
                          Reason.CONFLICT,
                          "contract %s: %s (expected: nothing; set an earlier last day instead)",
                          id,
                          why);
                    });
          }
          Contract withdrawn =
              next(old, old.terms(), old.pointsPerPeriod(), ContractState.WITHDRAWN, actor);
          ContractRows.insert(tx, withdrawn);
          record(tx, withdrawn, "contract.withdraw", describe(old));
          return withdrawn;
        });
  }

  private Contract next(
      Contract old, ContractTerms terms, int points, ContractState state, String actor) {
    return new Contract(
        old.id(), old.version() + 1, old.facility(), terms, points, state, clock.instant(), actor);
  }

  private <T> T changing(Function<Tx, T> change) {
    return database.writeForced(
        tx -> {
          T answer = change.apply(tx);
          tx.afterCommit(this::refreshQuietly);
          return answer;
        });
  }

  private void refreshQuietly() {
    try {
      refresh();
    } catch (RuntimeException e) {
      // The change itself is made; the next refresh shows it.
      LOG.warn("contracts: not read again after a change: {}", e.toString());
    }
  }

  private static Snapshot newest(Tx tx, Snapshot known) {
    long revision = ContractRows.revision(tx);
    if (revision == known.revision()) {
      return known;
    }
    Map<String, Contract> byId = new TreeMap<>(ContractOrder.BY_ID);
    ContractRows.current(tx).forEach(contract -> byId.put(contract.id(), contract));
    return new Snapshot(revision, byId, ContractOrder.agreedByFacility(byId.values()));
  }

  private static Contract locked(Tx tx, String id, int version) {
    Contract first =
        ContractRows.current(tx, id)
            .orElseThrow(
                () ->
                    refused(
                        Reason.NOT_FOUND, "contract: unknown (expected: the ID of a contract)"));
    ApplicationEntities.lockFacility(tx, first.facility());
    Contract current = ContractRows.current(tx, id).orElse(first);
    if (current.version() != version) {
      throw refused(
          Reason.CHANGED_MEANWHILE,
          "contract %s: version %s (expected: %s; somebody else changed it, read it again)",
          id,
          version,
          current.version());
    }
    if (current.state() == ContractState.WITHDRAWN) {
      throw refused(Reason.CONFLICT, "contract %s: is withdrawn (expected: one that holds)", id);
    }
    return current;
  }

  private static void checkOverlap(Tx tx, String id, String facility, ContractTerms terms) {
    for (Contract other : ContractRows.currentOf(tx, facility)) {
      boolean apart = other.until().isBefore(terms.from()) || other.from().isAfter(terms.until());
      if (!other.id().equals(id) && other.state() == ContractState.AGREED && !apart) {
        throw refused(
            Reason.CONFLICT,
            "contract of %s: %s to %s overlaps %s, which holds %s (expected: terms apart)",
            facility,
            terms.from(),
            terms.until(),
            other.id(),
            other.term());
      }
    }
  }

  private void checkStillOpen(Contract old, ContractTerms terms) {
    if (!old.unitRate().getCurrencyUnit().equals(terms.unitRate().getCurrencyUnit())) {
      throw refused(
          Reason.CONFLICT, "contract %s: another currency (expected: a new contract)", old.id());
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), zoneOf(old.facility()));
    if (old.from().isAfter(today)) {
      return;
    }
    boolean same =
        old.from().equals(terms.from())
            && old.course() == terms.course()
            && old.unit() == terms.unit();
    if (!same) {
      throw refused(
          Reason.CONFLICT,
          "contract %s: has begun on %s (expected: first day, course and unit as they are)",
          old.id(),
          old.from());
    }
    if (!terms.until().equals(old.until()) && terms.until().isBefore(today)) {
      throw refused(
          Reason.CONFLICT,
          "contract %s: until %s is past (expected: %s or later)",
          old.id(),
          terms.until(),
          today);
    }
  }

  private void record(Tx tx, Contract contract, String action, String detail) {
    audit.record(
        tx,
        AuditEvent.change(clock.instant(), contract.agreedBy(), action)
            .facility(contract.facility())
            .subject("contract %s version %d".formatted(contract.id(), contract.version()))
            .detail(detail)
            .build());
  }

  private static String describe(Contract contract) {
    return "%s, course=%s, points=%d, unit-rate=%s, unit=%s, capacity=%s"
        .formatted(
            contract.term(),
            contract.course(),
            contract.pointsPerPeriod(),
            contract.unitRate(),
            contract.unit(),
            Capacity.format(contract.capacityBytes()));
  }

  private static ChangeRefusedException refused(Reason reason, String message, Object... values) {
    return new ChangeRefusedException(reason, message.formatted(values));
  }
}
