package org.hokan.archive.contract;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ChangeRefusedException;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of storage rules that are prepared, tried on past traffic, and come into use together:
 * when somebody says so, or on their day. Whoever stages or activates a change of a rule that
 * somebody else changed meanwhile is refused; nothing is lost. Thread-safe, on any number of nodes.
 */
public final class RuleStaging {
  private static final Logger LOG = LoggerFactory.getLogger(RuleStaging.class);
  private static final int LONGEST_PROBLEM = 500;

  private final StorageRules rules;
  private final Contracts contracts;
  private final Database database;
  private final Audit audit;
  private final Clock clock;

  RuleStaging(
      StorageRules rules, Contracts contracts, Database database, Audit audit, Clock clock) {
    this.rules = rules;
    this.contracts = contracts;
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Prepares a change.
   *
   * @param draft with the version in use that its author read, 0 for a new rule
   * @param day on which it comes into use by itself, as it begins at the facility; empty: never
   */
  public StagedRule stage(StorageRule draft, Optional<LocalDate> day, String actor) {
    RuleChecks.check(draft);
    return database.writeForced(
        tx -> {
          String facility = facilityOf(tx, draft.ae());
          Optional<Instant> from =
              day.map(date -> date.atStartOfDay(contracts.zoneOf(facility)).toInstant());
          checkFuture(draft, from);
          find(tx, draft.ae(), draft.name())
              .ifPresent(
                  other -> {
                    throw refused(
                        Reason.EXISTS,
                        "rule %s of AE %s: a change is staged already, by %s at %s (expected: unstage it first)",
                        draft.name(),
                        draft.ae(),
                        other.stagedBy,
                        other.stagedAt);
                  });
          StorageRules.checkRead(tx, draft);
          RuleChecks.checkFollowUps(tx, contracts.objects(), draft, facility);
          StagedRuleEntity row = StagedRuleEntity.of(draft, from, actor, clock.instant());
          tx.session().insert(row);
          record(tx, facility, draft, "rule.stage", actor);
          return row.staged();
        });
  }

  private void checkFuture(StorageRule draft, Optional<Instant> from) {
    from.filter(instant -> !instant.isAfter(clock.instant()))
        .ifPresent(
            past -> {
              throw refused(
                  Reason.INVALID,
                  "rule %s: from: begins at %s (expected: a day to come, or none)",
                  draft.name(),
                  past);
            });
  }

  /** Forgets a prepared change. */
  public void unstage(String ae, String name, String actor) {
    database.runForced(
        tx -> {
          String facility = facilityOf(tx, ae);
          StagedRuleEntity row =
              find(tx, ae, name)
                  .orElseThrow(
                      () ->
                          refused(
                              Reason.NOT_FOUND,
                              "rule %s of AE %s: nothing is staged (expected: one that rule staged lists)",
                              name,
                              ae));
          tx.session().delete(row);
          record(tx, facility, row.staged().draft(), "rule.unstage", actor);
        });
  }

  /** What is prepared, by AE and order. */
  public List<StagedRule> list(Optional<String> ae) {
    return database.read(tx -> rows(tx, ae)).stream().map(StagedRuleEntity::staged).toList();
  }

  /**
   * Brings what is prepared for an AE into use, all of it or nothing.
   *
   * @param name only this rule; empty: all
   * @return the versions that are in use now, and those that took a rule out of use
   */
  public List<StorageRule> activate(String ae, Optional<String> name, String actor) {
    return rules.changing(
        tx -> {
          String facility = facilityOf(tx, ae);
          List<StagedRuleEntity> rows =
              rows(tx, Optional.of(ae)).stream()
                  .filter(row -> name.map(row.name::equals).orElse(true))
                  .toList();
          if (rows.isEmpty()) {
            throw refused(
                Reason.NOT_FOUND,
                "AE %s: nothing is staged (expected: what rule staged lists)",
                ae);
          }
          return activated(tx, facility, rows, actor);
        });
  }

  private List<StorageRule> activated(
      Tx tx, String facility, List<StagedRuleEntity> rows, String actor) {
    List<StorageRule> made =
        rows.stream()
            .map(row -> rules.activated(tx, row.staged().draft(), facility, actor))
            .toList();
    rows.forEach(tx.session()::delete);
    made.stream().filter(rule -> !rule.removed()).forEach(rule -> RuleChecks.checkOrder(tx, rule));
    return made;
  }

  /** Brings into use what has its day; to be called by a scheduler. Says so when it cannot. */
  public void activateDue() {
    Set<String> aes = new LinkedHashSet<>();
    database.read(tx -> due(tx, Optional.empty())).forEach(row -> aes.add(row.ae));
    for (String ae : aes) {
      try {
        activateDue(ae);
      } catch (RuntimeException e) { // the other AEs' rules wait for none; its own are tried again
        LOG.error("rules of AE {}: not in use on their day", ae, e);
      }
    }
  }

  private void activateDue(String ae) {
    try {
      List<StorageRule> made =
          rules.changing(tx -> activated(tx, facilityOf(tx, ae), due(tx, Optional.of(ae)), "node"));
      made.forEach(
          rule -> LOG.info("rule {} of AE {}: version {} in use", rule.name(), ae, rule.version()));
    } catch (ChangeRefusedException e) {
      String problem = String.valueOf(e.getMessage());
      LOG.error("rules of AE {}: not in use on their day: {}", ae, problem);
      database.runForced(tx -> due(tx, Optional.of(ae)).forEach(row -> note(tx, row, problem)));
    }
  }

  private void note(Tx tx, StagedRuleEntity row, String problem) {
    row.problem = problem.substring(0, Math.min(LONGEST_PROBLEM, problem.length()));
    tx.session().update(row);
    AuditEvent.Builder event =
        AuditEvent.change(clock.instant(), "node", "rule.activate")
            .failed()
            .subject("rule %s of AE %s".formatted(row.name, row.ae))
            .detail(problem);
    facilityIfKnown(tx, row.ae).ifPresent(event::facility);
    audit.record(tx, event.build());
  }

  private List<StagedRuleEntity> due(Tx tx, Optional<String> ae) {
    Instant now = clock.instant();
    return rows(tx, ae).stream()
        .filter(row -> row.problem.isEmpty())
        .filter(row -> row.staged().from().filter(from -> !from.isAfter(now)).isPresent())
        .toList();
  }

  private static Optional<StagedRuleEntity> find(Tx tx, String ae, String name) {
    return rows(tx, Optional.of(ae)).stream().filter(row -> row.name.equals(name)).findFirst();
  }

  private static List<StagedRuleEntity> rows(Tx tx, Optional<String> ae) {
    return tx.session()
        .createSelectionQuery(
            "from StagedRuleRow where ae = :ae or :ae = '' order by ae, ruleOrder, name",
            StagedRuleEntity.class)
        .setParameter("ae", ae.orElse(""))
        .getResultList();
  }

  private static String facilityOf(Tx tx, String ae) {
    return ApplicationEntities.lockApplicationEntity(tx, ae).facility();
  }

  /** Empty: the AE is not there any more. */
  private static Optional<String> facilityIfKnown(Tx tx, String ae) {
    try {
      return Optional.of(facilityOf(tx, ae));
    } catch (ChangeRefusedException e) {
      return Optional.empty();
    }
  }

  /** The names of an AE's rules of which a change is prepared. */
  static List<String> namesOf(Tx tx, String ae) {
    return rows(tx, Optional.of(ae)).stream().map(row -> row.name).toList();
  }

  private void record(Tx tx, String facility, StorageRule draft, String action, String actor) {
    audit.record(
        tx,
        AuditEvent.change(clock.instant(), actor, action)
            .facility(facility)
            .subject("rule %s of AE %s".formatted(draft.name(), draft.ae()))
            .detail(StorageRules.describe(draft))
            .build());
  }

  private static ChangeRefusedException refused(Reason reason, String message, Object... values) {
    return new ChangeRefusedException(reason, message.formatted(values));
  }
}
