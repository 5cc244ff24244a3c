package org.hokan.archive.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
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
 * The contracts, in versions and steps that are all kept.
 *
 * <p>What is read comes from a snapshot in memory, as new as this node's own last change and, for
 * changes by other nodes, as the last {@link #refresh}. A change is on disk, with its event in the
 * audit trail, before its method returns; one that cannot be made throws {@link
 * ChangeRefusedException}. At no time have two agreed contracts of one facility terms that overlap.
 * Thread-safe.
 */
public final class Contracts {
  private static final Logger LOG = LoggerFactory.getLogger(Contracts.class);

  private final Database database;
  private final Audit audit;
  private final ApplicationEntities entities;
  private final Clock clock;
  private final ContractSettings settings;
  private final List<ContractUse> uses;
  private final BackupObjects objects;
  private final Renewals renewals;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private volatile long filling;
  private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of(), List.of(), Map.of());

  /**
   * The contracts as they were read.
   *
   * @param sizes how many rows each had
   * @param byId all
   * @param all the same as a list
   * @param agreed the agreed ones by facility
   */
  private record Snapshot(
      Map<String, Long> sizes,
      Map<String, Contract> byId,
      List<Contract> all,
      Map<String, List<Contract>> agreed) {}

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
    this.objects = new BackupObjects(database, audit, this, clock);
    this.renewals = new Renewals(database, audit, this, clock);
    refresh();
    objects.adopt();
  }

  /** The classes that {@link Database#open} must know, those of {@link StorageRules} included. */
  public static List<Class<?>> entities() {
    return List.of(
        ContractVersionEntity.class,
        ContractStepEntity.class,
        ContractNoticeEntity.class,
        BackupChoiceEntity.class,
        StorageRuleVersionEntity.class,
        StagedRuleEntity.class);
  }

  /**
   * What {@link ApplicationEntities} asks before it removes or changes a facility or an AE.
   *
   * @param usual the time zone of facilities without their own
   */
  public static Dependents dependents(ZoneId usual) {
    return new ContractDependents(usual);
  }

  /** Which patients and exams the units of contracts keep. */
  public BackupObjects objects() {
    return objects;
  }

  /** What of that goes on into a facility's next contract. */
  public Renewals renewals() {
    return renewals;
  }

  /** A contract, whatever became of it. */
  public Optional<Contract> contract(String id) {
    return Optional.ofNullable(snapshot.byId().get(id));
  }

  /** All contracts by ID, whatever became of them; the same list object as long as none changes. */
  public List<Contract> list() {
    return snapshot.all();
  }

  /** The agreed contracts of a facility, past and future ones too, by their first day. */
  public List<Contract> ofFacility(String facility) {
    return snapshot.agreed().getOrDefault(facility, List.of());
  }

  /** The terms under which something new is taken for a facility at this time. */
  public Optional<AgreedTerms> inForce(String facility, Instant time) {
    List<Contract> candidates = ofFacility(facility);
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    LocalDate day = LocalDate.ofInstant(time, zoneOf(facility));
    for (Contract contract : candidates) {
      Optional<AgreedTerms> terms = contract.inForce(day, time);
      if (terms.isPresent()) {
        return terms;
      }
    }
    return Optional.empty();
  }

  /** A decision, which says of terms that are agreed but suspended that they are. */
  StorageDecision told(StorageDecision decision, ArrivalFacts facts) {
    return Admission.lacksContract(decision) && suspended(facts.facility(), facts.time())
        ? Admission.whileSuspended(decision)
        : decision;
  }

  private boolean suspended(String facility, Instant time) {
    LocalDate day = LocalDate.ofInstant(time, zoneOf(facility));
    return ofFacility(facility).stream()
        .anyMatch(
            contract -> contract.termsOn(day).isPresent() && contract.inForce(day, time).isEmpty());
  }

  /** The same as they apply to what arrives, with the choices of that day. */
  Optional<AppliedTerms> inForce(ArrivalFacts facts, Instant time) {
    return inForce(facts.facility(), time).map(agreed -> objects.applied(agreed, facts, time));
  }

  /** The zone in which the days of a facility's contracts begin. */
  public ZoneId zoneOf(String facility) {
    return entities.facility(facility).flatMap(Facility::timeZone).orElse(settings.timeZone());
  }

  /** What is agreed with a facility for today or a later day, suspended or not. */
  List<AgreedTerms> agreedFromToday(String facility) {
    LocalDate today = today(facility);
    return ofFacility(facility).stream()
        .flatMap(contract -> contract.agreed().stream())
        .filter(agreed -> !agreed.until().isBefore(today))
        .toList();
  }

  /** Where a contract is in its life now. */
  public ContractState state(Contract contract) {
    return contract.state(today(contract.facility()));
  }

  /** What an operator is to know of a contract's end: that it comes, or how long data is kept. */
  public Optional<String> reminder(Contract contract) {
    return calendar(contract.facility()).reminder(contract);
  }

  /**
   * How long an examination is kept; empty when no contract says anything of it, and so nothing
   * lets it end.
   */
  public Optional<KeptUntil> keptUntil(KeepingFacts facts) {
    return database.read(tx -> keeping(tx, List.of(facts))).until(facts);
  }

  /** How long some examinations are kept; asks once for each contract what of them is chosen. */
  public KeptExams keeping(Tx tx, List<KeepingFacts> exams) {
    return KeptExams.of(tx, this, exams);
  }

  /** How many contracts end soon: as soon as the first reminder. */
  public long ending() {
    return list().stream()
        .filter(contract -> calendar(contract.facility()).mark(contract).isPresent())
        .count();
  }

  /**
   * The terms that somebody wrote, completed from the tariff.
   *
   * @throws IllegalArgumentException when they are none; says where
   */
  public ContractTerms read(String facility, JsonNode json) {
    String name = entities.facility(facility).map(Facility::name).orElse(facility);
    return TermsForm.read(json, name, settings);
  }

  /** Reads again what another node may have changed. Cheap when nobody did. */
  public synchronized void refresh() {
    database.read(
        tx -> {
          refresh(tx);
          return true;
        });
  }

  /**
   * The same in a transaction that changes no contract itself: under the facility's lock nothing
   * can be agreed between this and its end.
   */
  public synchronized void refresh(Tx tx) {
    snapshot = newest(tx, snapshot);
  }

  /**
   * Tells once of each contract that it began, and without what of the one before, will end soon,
   * or ended; safe after a standstill.
   */
  public void review() {
    for (Contract contract : list()) {
      for (ContractCalendar.Notice notice : calendar(contract.facility()).notices(contract)) {
        tellOnce(contract, notice);
      }
      if (Renewals.isNew(contract, today(contract.facility()))) {
        renewals.review(contract, left -> tellOnce(contract, Renewals.notice(left)));
      }
    }
  }

  /**
   * Tells once of each contract in force that it keeps more than a mark of its capacity, and once
   * more when its capacity is another.
   *
   * @param kept bytes that a facility keeps now
   */
  public void reviewCapacity(ToLongFunction<String> kept) {
    int full = 0;
    for (Contract contract : list()) {
      Optional<AgreedTerms> terms = contract.termsOn(today(contract.facility()));
      if (terms.isPresent()) {
        long capacity = terms.get().terms().capacity().bytes();
        long bytes = kept.applyAsLong(contract.facility());
        List<Integer> reached = reached(capacity, bytes);
        full += reached.isEmpty() ? 0 : 1;
        reached.forEach(mark -> tellOnce(contract, fullness(mark, capacity)));
      }
    }
    filling = full;
  }

  private List<Integer> reached(long capacity, long bytes) {
    return settings.capacityMarks().stream()
        .filter(percent -> bytes * 100.0 >= (double) capacity * percent)
        .toList();
  }

  /**
   * What an operator is to know of a capacity of which a mark is reached.
   *
   * @param kept bytes that count against it
   */
  public Optional<String> fullness(CapacityTerms capacity, long kept) {
    List<Integer> reached = reached(capacity.bytes(), kept);
    return reached.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "keeps %d %% of its capacity or more; what goes beyond is %s"
                .formatted(
                    reached.get(reached.size() - 1),
                    capacity.overage().isPresent() ? "charged" : "refused, but for exams begun"));
  }

  private static ContractCalendar.Notice fullness(int mark, long capacity) {
    String size = Capacity.format(capacity);
    return new ContractCalendar.Notice(
        "contract.capacity",
        "%d of %s".formatted(mark, size),
        "keeps %d %% of its capacity, %s, or more".formatted(mark, size));
  }

  /** How many contracts keep more than the first mark of their capacity, as of the last look. */
  public long filling() {
    return filling;
  }

  private void tellOnce(Contract contract, ContractCalendar.Notice notice) {
    if (!told.contains(notice.id(contract.id()))) {
      tell(contract, notice);
      told.add(notice.id(contract.id()));
    }
  }

  private void tell(Contract contract, ContractCalendar.Notice notice) {
    boolean now =
        database.writeForced(
            tx -> {
              ApplicationEntities.lockFacility(tx, contract.facility());
              ContractNoticeEntity row = new ContractNoticeEntity();
              row.id = notice.id(contract.id());
              row.toldAt = clock.instant();
              boolean first = ContractRows.tellOnce(tx, row);
              if (first) {
                audit.record(
                    tx,
                    AuditEvent.change(clock.instant(), "node", notice.action())
                        .facility(contract.facility())
                        .subject("contract " + contract.id())
                        .detail(notice.text())
                        .build());
              }
              return first;
            });
    if (now) {
      LOG.info("contract {}: {}", contract.id(), notice.text());
    }
  }

  /**
   * Makes a contract that both sides agreed to elsewhere; its ID is the facility's and a number.
   */
  public Contract add(String facility, ContractTerms terms, String actor) {
    return begin(
        facility,
        "contract.add",
        (id, talks) -> {
          Contract offered =
              talks.begin(
                  id,
                  facility,
                  ContractMove.of(ContractAction.PROPOSE, Side.PROVIDER, actor, terms));
          return talks.after(offered, ContractMove.of(ContractAction.ACCEPT, Side.FACILITY, actor));
        },
        actor);
  }

  /** Begins a contract: terms are written down, or offered. */
  public Contract begin(String facility, ContractMove move, String actor) {
    return begin(facility, action(move), (id, talks) -> talks.begin(id, facility, move), actor);
  }

  /**
   * Does what a side says.
   *
   * @param seen the number of the last step that the side knows of
   */
  public Contract move(String id, int seen, ContractMove move, String actor) {
    return changing(id, seen, action(move), actor, (old, talks) -> talks.after(old, move));
  }

  /**
   * Makes a new version that both sides agreed to elsewhere.
   *
   * @param seen the number of the last step that the author knows of
   * @param validFrom the first day on which it holds; empty: today
   */
  public Contract change(
      String id, int seen, ContractTerms terms, Optional<LocalDate> validFrom, String actor) {
    ContractMove offer =
        new ContractMove(
            ContractAction.PROPOSE, Side.PROVIDER, actor, Optional.of(terms), validFrom, "");
    ContractMove answer = ContractMove.of(ContractAction.ACCEPT, Side.FACILITY, actor);
    return changing(
        id,
        seen,
        "contract.change",
        actor,
        (old, talks) -> talks.after(talks.after(old, offer), answer));
  }

  /**
   * Takes back a contract under which nothing was done; it stays listed as terminated.
   *
   * @param seen the number of the last step that the actor knows of
   */
  public Contract withdraw(String id, int seen, String actor) {
    return changing(
        id,
        seen,
        "contract.withdraw",
        actor,
        (old, talks) ->
            old.agreedVersion().isPresent() ? talks.removed(old) : declined(old, talks));
  }

  private static Contract declined(Contract old, Negotiation talks) {
    return talks.after(
        old, ContractMove.of(ContractAction.WITHDRAW, old.latest().side(), talks.actor()));
  }

  private Contract begin(
      String facility,
      String action,
      BiFunction<String, Negotiation, Contract> beginning,
      String actor) {
    return changing(
        tx -> {
          ApplicationEntities.lockFacility(tx, facility);
          String id = facility + "-" + ContractRows.nextNumber(tx, facility);
          Contract contract =
              fitting(facility, () -> beginning.apply(id, negotiation(facility, actor)));
          ContractChecks.overlap(tx, contract);
          insert(tx, Optional.empty(), contract);
          record(tx, contract, action, describe(contract.latest()));
          return contract;
        });
  }

  private Contract changing(
      String id,
      int seen,
      String action,
      String actor,
      BiFunction<Contract, Negotiation, Contract> change) {
    return changing(
        tx -> {
          Contract old = ContractChecks.locked(tx, id, seen);
          Contract changed =
              fitting(id, () -> change.apply(old, negotiation(old.facility(), actor)));
          if (action.equals("contract.withdraw") && !changed.wasAgreed()) {
            checkUnused(tx, id); // an offer alone is taken back of a contract that goes on
          }
          ContractChecks.overlap(tx, changed);
          insert(tx, Optional.of(old), changed);
          record(tx, changed, action, describe(old, changed));
          return changed;
        });
  }

  private static void insert(Tx tx, Optional<Contract> old, Contract changed) {
    ContractRows.insert(tx, old, changed);
    ContractStep last = changed.lastStep();
    BackupObjects.follow(tx, old, changed, last.at(), last.by());
  }

  private void checkUnused(Tx tx, String id) {
    for (ContractUse use : uses) {
      use.of(tx, id)
          .ifPresent(
              why -> {
                throw refused(
                    Reason.CONFLICT,
                    "contract %s: %s (expected: nothing; terminate it instead)",
                    id,
                    why);
              });
    }
  }

  /** What does not fit is refused with its own words. */
  private static Contract fitting(String subject, Supplier<Contract> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      throw refused(Reason.CONFLICT, "contract of %s: %s", subject, String.valueOf(e.getMessage()));
    }
  }

  private Negotiation negotiation(String facility, String actor) {
    return new Negotiation(today(facility), clock.instant(), actor);
  }

  private ContractCalendar calendar(String facility) {
    return new ContractCalendar(today(facility), settings.reminders());
  }

  /** Today, where the facility is. */
  public LocalDate today(String facility) {
    return LocalDate.ofInstant(clock.instant(), zoneOf(facility));
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

  /** Reads only the contracts that have more rows than are known, however many there are. */
  private static Snapshot newest(Tx tx, Snapshot known) {
    Map<String, Long> sizes = ContractRows.sizes(tx);
    if (sizes.equals(known.sizes())) {
      return known;
    }
    Map<String, Contract> byId = new TreeMap<>(ContractOrder.BY_ID);
    byId.putAll(known.byId());
    byId.keySet().retainAll(sizes.keySet());
    Set<String> changed = new HashSet<>(sizes.keySet());
    changed.removeIf(id -> Objects.equals(sizes.get(id), known.sizes().get(id)));
    ContractRows.contracts(tx, changed).forEach(contract -> byId.put(contract.id(), contract));
    return new Snapshot(
        sizes, byId, List.copyOf(byId.values()), ContractOrder.agreedByFacility(byId.values()));
  }

  private static String action(ContractMove move) {
    return "contract." + move.action().name().toLowerCase(Locale.ROOT);
  }

  private void record(Tx tx, Contract contract, String action, String detail) {
    ContractStep last = contract.lastStep();
    audit.record(
        tx,
        AuditEvent.change(last.at(), last.by(), action)
            .facility(contract.facility())
            .subject("contract %s version %d".formatted(contract.id(), contract.version()))
            .detail(detail)
            .build());
  }

  private static String describe(ContractVersion version) {
    ContractTerms terms = version.terms();
    String units =
        terms.backups().stream()
            .map(
                b ->
                    "%s %s %d x %s"
                        .formatted(
                            b.unit(), b.price().course(), b.price().points(), b.price().unitRate()))
            .collect(Collectors.joining(", "));
    return "%s to %s, %s, capacity=%s"
        .formatted(terms.from(), terms.until(), units, Capacity.format(terms.capacity().bytes()));
  }

  private static String describe(Contract old, Contract changed) {
    ContractStep last = changed.lastStep();
    String signed = "%s signed by %s".formatted(last.side(), last.signedBy());
    return changed.version() == old.version()
        ? "%s%s".formatted(signed, last.day().map(day -> ", " + day).orElse(""))
        : "was: %s; is: %s; %s"
            .formatted(describe(old.latest()), describe(changed.latest()), signed);
  }

  private static ChangeRefusedException refused(Reason reason, String message, Object... values) {
    return new ChangeRefusedException(reason, message.formatted(values));
  }
}
