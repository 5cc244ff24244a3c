package org.hokan.archive.contract;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.ChangeRefusedException;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage rules of each AE, in versions that are all kept, and the decision on what arrives.
 *
 * <p>{@link #decide} and what is read come from a snapshot in memory, as new as this node's own
 * last change and, for changes by other nodes, as the last {@link #refresh}; only {@link #versions}
 * asks the database. A change is on disk, with its event in the audit trail, before its method
 * returns; one that cannot be made throws {@link ChangeRefusedException}. Thread-safe.
 */
public final class StorageRules {
  private static final Logger LOG = LoggerFactory.getLogger(StorageRules.class);

  private final Database database;
  private final Audit audit;
  private final Contracts contracts;
  private final Clock clock;
  private final Set<LocalDate> holidays;
  private final RuleStaging staging;
  private volatile Snapshot snapshot = new Snapshot(-1, Map.of());

  /** The rules in use of each AE, in order. */
  private record Snapshot(long revision, Map<String, List<CompiledRule>> byAe) {}

  /**
   * Reads all there is.
   *
   * @param holidays the days that conditions call a holiday
   */
  public StorageRules(
      Database database,
      Audit audit,
      Contracts contracts,
      Clock clock,
      Collection<LocalDate> holidays) {
    this.database = database;
    this.audit = audit;
    this.contracts = contracts;
    this.clock = clock;
    this.holidays = Set.copyOf(holidays);
    this.staging = new RuleStaging(this, contracts, database, audit, clock);
    refresh();
  }

  /**
   * What becomes of an arriving object. The first rule of the sender that matches applies; see the
   * package's documents for the order of checks. Asks the database only which objects are chosen,
   * and that only under a contract with units of chosen objects.
   *
   * @param usedBytes what is kept for the facility already
   */
  public StorageDecision decide(ArrivalFacts facts, ExamState exam, long usedBytes) {
    Optional<AppliedTerms> terms = inForce(facts);
    Optional<StorageRule> rule =
        Admission.asksRules(terms, exam)
            ? firstMatch(asked(facts, terms, usedBytes))
            : Optional.empty();
    return contracts.told(Admission.decide(terms, rule, exam, facts, usedBytes), facts);
  }

  /**
   * How something is kept that was kept aside, and was released: as the rule that decided about it
   * says, else as the contract said when it came.
   *
   * @param facts of its arrival
   * @param by what decided then
   */
  public StorageDecision.Accept released(ArrivalFacts facts, DecidedBy by) {
    Actions actions =
        by.ruleName().isEmpty()
            ? Actions.ACCEPT
            : database
                .read(tx -> version(tx, facts.callingAe(), by.ruleName(), by.ruleVersion()))
                .map(StorageRule::then)
                .orElse(Actions.ACCEPT);
    return Admission.released(by, inForce(facts), actions);
  }

  /** As {@link #decide}, with what each rule said; for trying rules out. */
  public Explanation explain(ArrivalFacts facts, ExamState exam, long usedBytes) {
    Optional<AppliedTerms> terms = inForce(facts);
    boolean asking = Admission.asksRules(terms, exam);
    RuleFacts asked = asked(facts, terms, usedBytes);
    Optional<StorageRule> matching = Optional.empty();
    List<RuleTrace> traces = new ArrayList<>();
    for (CompiledRule rule : rulesOf(facts.callingAe())) {
      RuleTrace trace =
          asking && matching.isEmpty()
              ? rule.ask(asked)
              : new RuleTrace(rule.rule(), RuleTrace.Outcome.NOT_REACHED, "");
      traces.add(trace);
      if (trace.outcome() == RuleTrace.Outcome.MATCHED) {
        matching = Optional.of(rule.rule());
      }
    }
    StorageDecision decision =
        contracts.told(Admission.decide(terms, matching, exam, facts, usedBytes), facts);
    return new Explanation(decision, terms.map(AppliedTerms::agreed), traces);
  }

  /**
   * Asks a rule that need not be in use about what came already, one exam after the other: what of
   * an exam is chosen is asked once. For one thread.
   */
  public Predicate<ArrivalFacts> matching(StorageRule rule) {
    CompiledRule compiled = new CompiledRule(rule);
    BackupObjects.Remembered objects = contracts.objects().remembering();
    return facts -> {
      Optional<AppliedTerms> terms =
          contracts
              .inForce(facts.facility(), facts.time())
              .map(agreed -> objects.applied(agreed, facts, facts.time()));
      return compiled.ask(asked(facts, terms, 0)).outcome() == RuleTrace.Outcome.MATCHED;
    };
  }

  /** All rules and agreed contracts in their versions: another text when one has changed. */
  public String versionsInUse() {
    StringBuilder text = new StringBuilder();
    list()
        .forEach(
            rule -> text.append("%s %s %d%n".formatted(rule.ae(), rule.name(), rule.version())));
    contracts
        .list()
        .forEach(
            contract ->
                contract
                    .agreed()
                    .forEach(
                        terms ->
                            text.append(
                                "%s %d %s %s%n"
                                    .formatted(
                                        terms.contract(),
                                        terms.version(),
                                        terms.from(),
                                        terms.until()))));
    return text.toString();
  }

  /**
   * How something that is kept is to be compressed, as the rules and the contract say now.
   *
   * @param facts of its arrival
   * @param usedBytes what is kept for the facility
   */
  public Optional<CompressionOrder> compression(ArrivalFacts facts, long usedBytes, Instant now) {
    Optional<AppliedTerms> terms = contracts.inForce(facts, now);
    RuleFacts asked = asked(facts, terms, usedBytes);
    return rulesOf(facts.callingAe()).stream()
        .filter(rule -> rule.ask(asked).outcome() == RuleTrace.Outcome.MATCHED)
        .findFirst()
        .flatMap(rule -> Admission.compression(rule.rule().then(), terms));
  }

  /** Whether any rule in use of an AE compresses: without one nothing of its is ever due. */
  public boolean compress(String ae) {
    return rulesOf(ae).stream().anyMatch(rule -> rule.rule().then().compression().isPresent());
  }

  /** Whether any rule in use compresses. */
  public boolean compress() {
    return snapshot.byAe().keySet().stream().anyMatch(this::compress);
  }

  /** What something that is kept may lose, as the contract says now; empty: nothing. */
  public Optional<AllowedLoss> allowedLoss(ArrivalFacts facts, Instant now) {
    return contracts.inForce(facts, now).flatMap(AppliedTerms::allowedLoss);
  }

  /** All rules in use, by AE and order. */
  public List<StorageRule> list() {
    return snapshot.byAe().keySet().stream().sorted().flatMap(ae -> ofAe(ae).stream()).toList();
  }

  /** The rules in use of one AE, in order. */
  public List<StorageRule> ofAe(String ae) {
    return rulesOf(ae).stream().map(CompiledRule::rule).toList();
  }

  /** A rule in use. */
  public Optional<StorageRule> rule(String ae, String name) {
    return ofAe(ae).stream().filter(rule -> rule.name().equals(name)).findFirst();
  }

  /**
   * What is odd about a rule in use: it never decides, hides others, or says other than the
   * contracts, those agreed for later days among them. Texts for the person who saves it.
   *
   * @param facility the sender's
   */
  public List<String> review(StorageRule rule, String facility) {
    List<CompiledRule> all = rulesOf(rule.ae());
    List<AgreedTerms> terms = contracts.agreedFromToday(facility);
    return all.stream()
        .filter(candidate -> candidate.rule().name().equals(rule.name()))
        .findFirst()
        .map(found -> RuleReview.of(found, all, terms))
        .orElse(List.of());
  }

  /** What rules in use say other than terms of the senders' facility. */
  public List<String> review(AgreedTerms terms, List<ApplicationEntity> senders) {
    return senders.stream()
        .map(sender -> rulesOf(sender.title()))
        .flatMap(all -> all.stream().flatMap(rule -> RuleReview.against(terms, rule, all).stream()))
        .toList();
  }

  /** Changes that are prepared and not in use. */
  public RuleStaging staging() {
    return staging;
  }

  /**
   * All that was ever changed in the rules of an AE, the latest change first.
   *
   * @param name only this rule; empty: all
   */
  public List<StorageRule> history(String ae, Optional<String> name) {
    return database.read(tx -> RuleRows.history(tx, ae)).stream()
        .filter(rule -> name.map(rule.name()::equals).orElse(true))
        .toList();
  }

  /** All versions of a rule, the first one first. */
  public List<StorageRule> versions(String ae, String name) {
    return database.read(tx -> RuleRows.versions(tx, ae, name));
  }

  /** A version of a rule, in use or not: what is stored names the one that decided. */
  public Optional<StorageRule> version(Tx tx, String ae, String name, int version) {
    Optional<StorageRule> inUse = rule(ae, name).filter(rule -> rule.version() == version);
    return inUse.isPresent()
        ? inUse
        : RuleRows.versions(tx, ae, name).stream()
            .filter(rule -> rule.version() == version)
            .findFirst();
  }

  /** How often a rule now in use could not be worked out and was taken as not matching. */
  public long failedEvaluations() {
    return snapshot.byAe().values().stream()
        .flatMap(List::stream)
        .mapToLong(CompiledRule::failures)
        .sum();
  }

  /** Compiles what is not compiled yet, so that no arriving object waits for it. */
  public void warmUp() {
    for (List<CompiledRule> rules : snapshot.byAe().values()) {
      rules.forEach(StorageRules::warmUp);
    }
  }

  /**
   * Reads again what another node may have changed, of the contracts too. Cheap when nobody did.
   */
  public synchronized void refresh() {
    contracts.refresh();
    snapshot = database.read(tx -> newest(tx, snapshot));
  }

  /**
   * Checks a condition without keeping it.
   *
   * @throws IllegalArgumentException when it is none; says where in the text, and what would do
   */
  public static void checkCondition(String when) {
    CompiledRule.check(when);
  }

  /** Adds a rule; its version, time and author are set here. */
  public StorageRule add(StorageRule draft, String actor) {
    RuleChecks.check(draft);
    return changing(
        tx -> {
          String facility = facilityOf(tx, draft.ae());
          Optional<StorageRule> latest = RuleRows.latest(tx, draft.ae(), draft.name());
          if (latest.isPresent() && !latest.get().removed()) {
            throw refused(
                Reason.EXISTS,
                "rule %s of AE %s: exists already (expected: a new name, or a change)",
                draft.name(),
                draft.ae());
          }
          RuleChecks.checkOrder(tx, draft);
          RuleChecks.checkFollowUps(tx, contracts.objects(), draft, facility);
          StorageRule rule =
              version(draft, latest.map(StorageRule::version).orElse(0) + 1, false, actor);
          RuleRows.insert(tx, rule);
          record(tx, facility, rule, "rule.add", describe(rule));
          return rule;
        });
  }

  /**
   * Makes what a rule was in one of its versions a new version; also of one that was removed.
   *
   * @param read the latest version that the author knows; 0: not said
   */
  public StorageRule rollBack(String ae, String name, int to, int read, String actor) {
    return changing(
        tx -> {
          String facility = facilityOf(tx, ae);
          List<StorageRule> versions = RuleRows.versions(tx, ae, name);
          StorageRule old =
              versions.stream()
                  .filter(rule -> rule.version() == to && !rule.removed())
                  .findFirst()
                  .orElseThrow(
                      () ->
                          refused(
                              Reason.NOT_FOUND,
                              "rule %s of AE %s: has no version %s to go back to (expected: one of"
                                  + " rule history that is not removed)",
                              name,
                              ae,
                              to));
          StorageRule latest = versions.get(versions.size() - 1);
          checkVersion(old, read == 0 ? latest.version() : read, latest.version());
          RuleChecks.checkOrder(tx, old);
          RuleChecks.checkFollowUps(tx, contracts.objects(), old, facility);
          StorageRule rule = version(old, latest.version() + 1, false, actor);
          RuleRows.insert(tx, rule);
          String detail = "to version %d: %s".formatted(to, describe(rule));
          record(tx, facility, rule, "rule.rollback", detail);
          return rule;
        });
  }

  /** Makes a staged change a version; whether the orders fit is looked at after all of them. */
  StorageRule activated(Tx tx, StorageRule draft, String facility, String actor) {
    checkRead(tx, draft);
    RuleChecks.checkFollowUps(tx, contracts.objects(), draft, facility);
    int latest = RuleRows.latest(tx, draft.ae(), draft.name()).map(StorageRule::version).orElse(0);
    StorageRule rule = version(draft, latest + 1, draft.removed(), draft.changedBy());
    RuleRows.insert(tx, rule);
    record(tx, facility, rule, "rule.activate", "by %s: %s".formatted(actor, describe(rule)));
    return rule;
  }

  /** Refuses a draft whose author did not read the version in use. */
  static void checkRead(Tx tx, StorageRule draft) {
    int inUse =
        RuleRows.latest(tx, draft.ae(), draft.name())
            .filter(rule -> !rule.removed())
            .map(StorageRule::version)
            .orElse(0);
    checkVersion(draft, draft.version(), inUse);
  }

  private static void checkVersion(StorageRule rule, int read, int latest) {
    if (read != latest) {
      throw refused(
          Reason.CHANGED_MEANWHILE,
          "rule %s of AE %s: version %s (expected: %s; somebody else changed it, read it again)",
          rule.name(),
          rule.ae(),
          read,
          latest);
    }
  }

  /** Rules with changes of some of them, by order. */
  static List<CompiledRule> with(List<StorageRule> inUse, List<StorageRule> changes) {
    Map<String, StorageRule> byName = new HashMap<>();
    inUse.forEach(rule -> byName.put(rule.name(), rule));
    changes.forEach(rule -> byName.put(rule.name(), rule));
    return byName.values().stream()
        .filter(rule -> !rule.removed())
        .sorted(Comparator.comparingInt(StorageRule::order).thenComparing(StorageRule::name))
        .map(CompiledRule::new)
        .toList();
  }

  /** Makes a new version; {@code draft} carries the version that its author read. */
  public StorageRule change(StorageRule draft, String actor) {
    RuleChecks.check(draft);
    return changing(
        tx -> {
          String facility = facilityOf(tx, draft.ae());
          StorageRule old = inUse(tx, draft.ae(), draft.name());
          checkVersion(draft, draft.version(), old.version());
          RuleChecks.checkOrder(tx, draft);
          RuleChecks.checkFollowUps(tx, contracts.objects(), draft, facility);
          StorageRule rule = version(draft, old.version() + 1, false, actor);
          RuleRows.insert(tx, rule);
          String detail = "was: %s; is: %s".formatted(describe(old), describe(rule));
          record(tx, facility, rule, "rule.change", detail);
          return rule;
        });
  }

  /** Takes a rule out of use; its versions are kept. */
  public void remove(String ae, String name, String actor) {
    changing(
        tx -> {
          String facility = facilityOf(tx, ae);
          StorageRule old = inUse(tx, ae, name);
          StorageRule removed = version(old, old.version() + 1, true, actor);
          RuleRows.insert(tx, removed);
          record(tx, facility, removed, "rule.remove", describe(old));
          return removed;
        });
  }

  /**
   * The rules of an AE with changes of some of them, to be tried.
   *
   * @param changes by name; a new name is a further rule, one that is removed goes
   * @throws IllegalArgumentException when a condition is none
   */
  public RuleSet trying(String ae, List<StorageRule> changes) {
    changes.forEach(RuleChecks::check);
    return new RuleSet(with(ofAe(ae), changes), this);
  }

  /**
   * The rules of an AE as they were, with changes of some of them, to be tried.
   *
   * @param at as they were then
   * @param changes as in {@link #trying(String, List)}
   */
  public RuleSet trying(String ae, Instant at, List<StorageRule> changes) {
    changes.forEach(RuleChecks::check);
    Map<String, StorageRule> then = new HashMap<>();
    history(ae, Optional.empty()).stream()
        .filter(rule -> rule.changedAt().isBefore(at))
        .forEach(rule -> then.putIfAbsent(rule.name(), rule)); // the latest come first
    return new RuleSet(with(List.copyOf(then.values()), changes), this);
  }

  /** What the conditions of rules see of it, by variable; what it lacks is left out. */
  public Map<String, String> factsOf(ArrivalFacts facts) {
    RuleFacts asked = asked(facts, inForce(facts), 0);
    Map<String, String> values = new LinkedHashMap<>();
    for (RuleVariable variable : RuleVariable.ofTheObject()) {
      variable
          .valueIn(asked)
          .ifPresent(value -> values.put(variable.variable(), String.valueOf(value)));
    }
    return values;
  }

  Optional<AppliedTerms> inForce(ArrivalFacts facts) {
    return contracts.inForce(facts, facts.time());
  }

  RuleFacts asked(ArrivalFacts arrival, Optional<AppliedTerms> terms, long usedBytes) {
    ZoneId zone = contracts.zoneOf(arrival.facility());
    boolean holiday = holidays.contains(LocalDate.ofInstant(arrival.time(), zone));
    return new RuleFacts(arrival, terms, usedBytes, zone, holiday);
  }

  private Optional<StorageRule> firstMatch(RuleFacts facts) {
    for (CompiledRule rule : rulesOf(facts.arrival().callingAe())) {
      if (rule.askAndCount(facts).outcome() == RuleTrace.Outcome.MATCHED) {
        return Optional.of(rule.rule());
      }
    }
    return Optional.empty();
  }

  private List<CompiledRule> rulesOf(String ae) {
    return snapshot.byAe().getOrDefault(ae, List.of());
  }

  private static void warmUp(CompiledRule rule) {
    try {
      rule.condition();
    } catch (IllegalArgumentException e) {
      // It compiled when it was saved; asking it will say so again.
      LOG.warn("rule {} of AE {}: {}", rule.rule().name(), rule.rule().ae(), e.getMessage());
    }
  }

  <T> T changing(Function<Tx, T> change) {
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
      LOG.warn("storage rules: not read again after a change: {}", e.toString());
    }
  }

  /** Rules that did not change keep their compiled condition and their count of failures. */
  private static Snapshot newest(Tx tx, Snapshot known) {
    long revision = RuleRows.revision(tx);
    if (revision == known.revision()) {
      return known;
    }
    Map<StorageRule, CompiledRule> before = new HashMap<>();
    known.byAe().values().stream()
        .flatMap(List::stream)
        .forEach(rule -> before.put(rule.rule(), rule));
    Map<String, List<CompiledRule>> byAe = new HashMap<>();
    for (StorageRule rule : RuleRows.current(tx)) {
      CompiledRule compiled = before.getOrDefault(rule, new CompiledRule(rule));
      byAe.computeIfAbsent(rule.ae(), ae -> new ArrayList<>()).add(compiled);
    }
    return new Snapshot(revision, byAe);
  }

  private static String facilityOf(Tx tx, String ae) {
    ApplicationEntity entity = ApplicationEntities.lockApplicationEntity(tx, ae);
    return entity.facility();
  }

  private static StorageRule inUse(Tx tx, String ae, String name) {
    return RuleRows.latest(tx, ae, name)
        .filter(rule -> !rule.removed())
        .orElseThrow(
            () ->
                refused(
                    Reason.NOT_FOUND,
                    "rule of AE %s: unknown name (expected: one of: %s)",
                    ae,
                    String.join(
                        ", ",
                        RuleRows.currentOf(tx, ae).stream().map(StorageRule::name).toList())));
  }

  private StorageRule version(StorageRule draft, int version, boolean removed, String actor) {
    return new StorageRule(
        draft.ae(),
        draft.name(),
        version,
        draft.when(),
        draft.then(),
        draft.order(),
        removed,
        clock.instant(),
        actor);
  }

  private void record(Tx tx, String facility, StorageRule rule, String action, String detail) {
    audit.record(
        tx,
        AuditEvent.change(clock.instant(), rule.changedBy(), action)
            .facility(facility)
            .subject(
                "rule %s of AE %s version %d".formatted(rule.name(), rule.ae(), rule.version()))
            .detail(detail)
            .build());
  }

  static String describe(StorageRule rule) {
    return "order=%d, when=%s, then=%s".formatted(rule.order(), rule.when(), rule.then());
  }

  static ChangeRefusedException refused(Reason reason, String message, Object... values) {
    return new ChangeRefusedException(reason, message.formatted(values));
  }
}
