package org.hokan.archive.followup;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.billing.NamedUse;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.BackupObjects;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.FollowUps;
import org.hokan.archive.contract.StorageRule;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.archive.ingest.RuledInstance;
import org.hokan.archive.job.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door. What the version of the rule that decided wants done besides is written in the
 * transaction that files the instance, each thing once: also when the index is made anew, nothing
 * is forwarded, charged or told again. Thread-safe.
 *
 * <p>It is to be made before the index is brought up to date, so that it hears of what that finds;
 * {@link #close} before the jobs are closed.
 */
public final class FollowUpWork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FollowUpWork.class);
  private static final String KIND = "forward";

  /** So that the images of an examination that is being sent go on one association. */
  private static final Duration SETTLE = Duration.ofSeconds(2);

  /** Longer than all attempts of any setting take. */
  private static final Duration PATIENCE = Duration.ofDays(3650);

  private final FollowUpRooms rooms;
  private final Clock clock;
  private final FollowUpFigures figures = new FollowUpFigures();
  private final Forwarder forwarder;

  /** How often which facility's service had no price, or its contract no unit to choose for. */
  private final Map<String, AtomicLong> timesTold = new ConcurrentHashMap<>();

  /**
   * Over open rooms.
   *
   * @param attempts how often an instance is tried before it is given up
   */
  public FollowUpWork(FollowUpRooms rooms, int attempts, int threads, Clock clock) {
    this.rooms = rooms;
    this.clock = clock;
    this.forwarder = new Forwarder(rooms, figures, attempts, clock);
    rooms.jobs().handle(KIND, forwarder, threads, Forwarder.ofOneDestination(threads));
    rooms.ingest().whenRuled(this::filed);
  }

  /** The classes that {@link Database#open} must know. */
  public static List<Class<?>> entities() {
    return List.of(ForwardEntity.class, NoticeEntity.class);
  }

  /** A version of an AE's rule. */
  private record RuleKey(String ae, String name, int version) {
    @Override
    public String toString() {
      return "%s/%s@%d".formatted(ae, name, version);
    }

    static RuleKey of(RuledInstance one) {
      return new RuleKey(one.callingAe(), one.ruleName(), one.ruleVersion());
    }
  }

  private void filed(Tx tx, List<RuledInstance> instances) {
    Map<RuleKey, List<RuledInstance>> byRule = new LinkedHashMap<>();
    instances.forEach(
        one -> byRule.computeIfAbsent(RuleKey.of(one), key -> new ArrayList<>()).add(one));
    List<Asked> asked = new ArrayList<>();
    byRule.forEach((rule, some) -> asked.add(Asked.of(rule, followUps(tx, rule), some)));
    asked.removeIf(one -> one.what().isEmpty());
    // Facilities are locked before the ledger's end is, as where a study is destroyed.
    asked.forEach(one -> choose(tx, one.rule(), one.what().backup(), one.kept()));
    for (Asked one : asked) {
      one.what().forward().forEach(ae -> forward(tx, ae, one.kept()));
      bill(tx, one.what().bill(), one.kept());
      one.what().notice().ifPresent(text -> notify(tx, text, one.all()));
    }
  }

  /** What a rule wants done about which instances. */
  private record Asked(
      RuleKey rule, FollowUps what, List<RuledInstance> all, List<RuledInstance> kept) {
    static Asked of(RuleKey rule, FollowUps what, List<RuledInstance> all) {
      return new Asked(rule, what, all, all.stream().filter(RuledInstance::kept).toList());
    }
  }

  private FollowUps followUps(Tx tx, RuleKey key) {
    return rooms
        .rules()
        .version(tx, key.ae(), key.name(), key.version())
        .map(StorageRule::then)
        .map(then -> then.followUps())
        .orElse(FollowUps.NONE);
  }

  private void forward(Tx tx, String destination, List<RuledInstance> instances) {
    if (!ForwardRows.add(tx, destination, instances, clock.instant())) {
      return;
    }
    Set<String> subjects = new LinkedHashSet<>();
    instances.forEach(
        one ->
            subjects.add(
                new ForwardKey(one.facility(), one.studyInstanceUid().value(), destination)
                    .subject()));
    subjects.forEach(subject -> rooms.jobs().ask(tx, KIND, subject, SETTLE, PATIENCE));
  }

  private void bill(Tx tx, List<String> services, List<RuledInstance> instances) {
    Map<String, NamedUse> uses = new LinkedHashMap<>();
    for (RuledInstance one : instances) {
      String study = one.studyInstanceUid().value();
      services.forEach(
          service ->
              uses.putIfAbsent(
                  one.facility() + " " + study + " " + service,
                  new NamedUse(one.facility(), service, study, one.arrived())));
    }
    if (!uses.isEmpty()) {
      List<NamedUse> unpriced = rooms.ledger().recordNamed(tx, List.copyOf(uses.values()));
      tx.afterCommit(() -> unpriced(unpriced));
    }
  }

  /** Chooses patients and examinations under the contract that was in force when they came. */
  private void choose(Tx tx, RuleKey rule, List<BackupUnit> units, List<RuledInstance> instances) {
    Map<String, List<BackupObjects.Ruled>> byFacility = new LinkedHashMap<>();
    for (RuledInstance one : units.isEmpty() ? List.<RuledInstance>of() : instances) {
      rooms
          .contracts()
          .inForce(one.facility(), one.arrived())
          .ifPresent(
              agreed ->
                  byFacility
                      .computeIfAbsent(one.facility(), facility -> new ArrayList<>())
                      .add(ruled(agreed, one)));
    }
    byFacility.forEach(
        (facility, some) -> {
          Set<BackupUnit> lacking =
              rooms.contracts().objects().chooseByRule(tx, facility, rule.toString(), units, some);
          lacking.forEach(unit -> tx.afterCommit(() -> notChosen(rule, unit, facility)));
        });
  }

  private BackupObjects.Ruled ruled(AgreedTerms agreed, RuledInstance one) {
    return new BackupObjects.Ruled(
        agreed,
        Optional.of(one.patientId()),
        one.studyInstanceUid().value(),
        LocalDate.ofInstant(one.arrived(), rooms.contracts().zoneOf(one.facility())));
  }

  private void notChosen(RuleKey rule, BackupUnit unit, String facility) {
    if (isWorthALine("backup " + facility + " " + unit)) {
      LOG.warn(
          "backup={} of rule {}: nothing chosen: the contract of {} has no unit {} of chosen objects",
          unit,
          rule,
          facility,
          unit);
    }
  }

  /** The first time, and each time that it has doubled. */
  private boolean isWorthALine(String what) {
    long times = timesTold.computeIfAbsent(what, key -> new AtomicLong()).incrementAndGet();
    return Long.bitCount(times) == 1;
  }

  private void unpriced(List<NamedUse> uses) {
    figures.unpriced(uses.size());
    for (NamedUse use : uses) {
      long times =
          timesTold
              .computeIfAbsent(use.facility() + " " + use.service(), key -> new AtomicLong())
              .incrementAndGet();
      if (Long.bitCount(times) == 1) {
        LOG.warn(
            "bill={}: not charged for study {}: the contract of {} has no such service for rules, {} times so far",
            use.service(),
            use.studyInstanceUid(),
            use.facility(),
            times);
      }
    }
  }

  private void notify(Tx tx, String message, List<RuledInstance> instances) {
    for (RuledInstance one : latestOfStudies(instances)) {
      if (NoticeRows.note(tx, one, message)) {
        rooms
            .audit()
            .record(
                tx,
                AuditEvent.change(clock.instant(), "node", "rule.notify")
                    .facility(one.facility())
                    .study(one.studyInstanceUid().value())
                    .subject(
                        "rule %s of AE %s version %d"
                            .formatted(one.ruleName(), one.callingAe(), one.ruleVersion()))
                    .detail(message)
                    .build());
        tx.afterCommit(() -> noticed(one));
      }
    }
  }

  /** The first ones, then the latest of each study. */
  private static List<RuledInstance> latestOfStudies(List<RuledInstance> instances) {
    Map<String, RuledInstance> latest = new HashMap<>();
    List<RuledInstance> chosen = new ArrayList<>();
    for (RuledInstance one : instances) {
      String study = one.facility() + " " + one.studyInstanceUid();
      if (latest.put(study, one) == null) {
        chosen.add(one);
      }
    }
    latest.values().stream().filter(one -> !chosen.contains(one)).forEach(chosen::add);
    return chosen;
  }

  /** Without the text: a person wrote it, and may have named a patient. */
  private void noticed(RuledInstance one) {
    figures.noticed();
    LOG.info(
        "notice of rule {} of AE {}: study {} (notice list)",
        one.ruleName(),
        one.callingAe(),
        one.studyInstanceUid());
  }

  /** What is on its way, the latest first. */
  public List<Forward> forwards(ForwardFilter filter) {
    return rooms
        .database()
        .read(
            tx ->
                ForwardRows.list(tx, filter).stream()
                    .map(forward -> withNextTry(tx, forward))
                    .toList());
  }

  private Forward withNextTry(Tx tx, Forward forward) {
    Optional<Job> job = rooms.jobs().find(tx, KIND, key(forward).subject());
    return new Forward(
        forward.facility(),
        forward.studyInstanceUid(),
        forward.destination(),
        forward.waiting(),
        forward.sent(),
        forward.givenUp(),
        forward.attempts(),
        forward.problem().isEmpty() ? job.map(Job::problem).orElse("") : forward.problem(),
        forward.askedAt(),
        forward.waiting() > 0 ? job.map(Job::dueAt) : Optional.empty());
  }

  private static ForwardKey key(Forward forward) {
    return new ForwardKey(forward.facility(), forward.studyInstanceUid(), forward.destination());
  }

  /** The instances of a study that go or went to other AEs, the first ones. */
  public List<ForwardedInstance> forwardsOf(String facility, String studyInstanceUid, int most) {
    return rooms.database().read(tx -> ForwardRows.ofStudy(tx, facility, studyInstanceUid, most));
  }

  /**
   * Tries what was given up again, and what waits at once.
   *
   * @return how many studies
   */
  public int retry(ForwardFilter filter, String who) {
    return rooms
        .database()
        .writeForced(
            tx -> {
              List<Forward> found = ForwardRows.list(tx, filter);
              long again = 0;
              for (Forward forward : found) {
                tx.afterCommit(() -> forwarder.tryAtOnce(forward.destination()));
                again += forward.waiting() + ForwardRows.again(tx, key(forward));
                rooms.jobs().ask(tx, KIND, key(forward).subject(), PATIENCE);
              }
              AuditEvent.Builder event =
                  AuditEvent.change(clock.instant(), who, "forward.retry").objects(again);
              filter.facility().ifPresent(event::facility);
              rooms.audit().record(tx, event.build());
              return found.size();
            });
  }

  /** What rules tell operators, the latest first. */
  public List<Notice> notices(NoticeFilter filter) {
    return rooms.database().read(tx -> NoticeRows.list(tx, filter));
  }

  /** How many instances are in this state. */
  public long count(ForwardState state) {
    return rooms.database().read(tx -> ForwardRows.count(tx, state));
  }

  /** What it came to since the start. */
  public FollowUpFigures figures() {
    return figures;
  }

  /** Ends after the instances that are being sent. */
  @Override
  public void close() {
    forwarder.close();
  }
}
