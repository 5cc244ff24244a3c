package org.hokan.archive.contract;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ChangeRefusedException;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.contract.BackupChoice.Said;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;

/**
 * Carries what is chosen under a contract into the facility's next one. A contract's choices are
 * its own, so what nobody carries is chosen no longer; whoever agrees to the next one is told of
 * it. Thread-safe.
 */
public final class Renewals {
  private static final int PAGE = 1000;
  private static final int DAYS_TOLD = 7;

  private final Database database;
  private final Audit audit;
  private final Contracts contracts;
  private final Clock clock;
  private final Map<String, Look> looks = new ConcurrentHashMap<>();

  Renewals(Database database, Audit audit, Contracts contracts, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.contracts = contracts;
    this.clock = clock;
  }

  /** What the contract before it keeps to its end and this one, agreed or offered, does not. */
  public Optional<NotCarried> notCarried(Contract next) {
    return before(next)
        .map(before -> database.read(tx -> notCarried(tx, before, next)))
        .filter(NotCarried::isAny);
  }

  /**
   * What a look at a contract found.
   *
   * @param choice the number of the latest choice under the contract before
   */
  private record Look(Contract before, Contract next, long choice) {}

  /**
   * Tells what {@link #notCarried} says, unless that was told and nothing has changed since: then
   * no more is read than the number of the latest choice. What is said under the next contract only
   * makes it less.
   */
  void review(Contract next, Consumer<NotCarried> tell) {
    Optional<Look> look =
        before(next)
            .map(
                before ->
                    new Look(
                        before, next, database.read(tx -> ChoiceRows.latest(tx, before.id()))));
    if (look.isPresent() && !look.get().equals(looks.get(next.id()))) {
      notCarried(next).ifPresent(tell);
      looks.put(next.id(), look.get());
    }
  }

  private static NotCarried notCarried(Tx tx, Contract before, Contract next) {
    Map<BackupUnit, Long> counts = new EnumMap<>(BackupUnit.class);
    List<BackupUnit> without = new ArrayList<>();
    boolean all = next.terms().backups().stream().anyMatch(backup -> !backup.isChosen());
    for (BackupUnit unit : BackupUnit.values()) {
      Optional<BackupTerms> terms = next.terms().backup(unit);
      if (terms.isPresent() ? terms.get().isChosen() : !all) {
        each(
            tx,
            before,
            next,
            unit,
            objects -> counts.merge(unit, (long) objects.size(), Long::sum));
        if (terms.isEmpty() && counts.containsKey(unit)) {
          without.add(unit);
        }
      }
    }
    return new NotCarried(before.id(), before.lastDay(), next.id(), counts, without);
  }

  /**
   * Chooses under an agreed contract what is chosen under the one before on its last day, unless
   * anything was said of it under this one. Doing it again adds what was chosen there since.
   *
   * @param day from which on; empty: today, or the contract's first day
   * @return how many objects, by unit
   */
  public Map<BackupUnit, Long> copy(String contract, Optional<LocalDate> day, String actor) {
    return database.writeForced(
        tx -> {
          Contract found = known(tx, contract);
          ApplicationEntities.lockFacility(tx, found.facility());
          contracts.refresh(tx);
          Contract next = known(tx, contract);
          LocalDate from = day.orElseGet(() -> contracts.objects().usual(next));
          contracts.objects().requireNotPast(next, from);
          Optional<AgreedTerms> terms = next.termsOn(from);
          if (terms.isEmpty()) {
            throw refused(
                Reason.CONFLICT,
                "contract %s: holds no terms on %s (expected: an agreed one)",
                contract,
                from);
          }
          Contract before =
              before(next)
                  .orElseThrow(
                      () ->
                          refused(
                              Reason.CONFLICT,
                              "contract %s: the first of facility %s (expected: one that follows on"
                                  + " another)",
                              contract,
                              next.facility()));
          return copy(tx, new Way(before, next, terms.get(), from), actor);
        });
  }

  private record Way(Contract before, Contract next, AgreedTerms terms, LocalDate from) {}

  private Map<BackupUnit, Long> copy(Tx tx, Way way, String actor) {
    Map<BackupUnit, Long> counts = new EnumMap<>(BackupUnit.class);
    Said said = Said.byPerson(clock.instant(), actor);
    for (BackupTerms backup : way.terms().terms().backups()) {
      BackupUnit unit = backup.unit();
      if (backup.isChosen()) {
        each(
            tx,
            way.before(),
            way.next(),
            unit,
            objects -> {
              ChoiceRows.insert(
                  tx,
                  objects.stream()
                      .map(o -> new BackupChoice(way.next().id(), unit, o, true, way.from(), said))
                      .toList());
              counts.merge(unit, (long) objects.size(), Long::sum);
            });
      }
    }
    counts.forEach((unit, count) -> record(tx, way, unit, count, said));
    return counts;
  }

  /** The objects that are chosen to the end there, and of which nothing was said here. */
  private static void each(
      Tx tx, Contract before, Contract next, BackupUnit unit, Consumer<List<String>> use) {
    Optional<LocalDate> last = before.daysOf(unit, Days.ALWAYS).last();
    if (!last.equals(Optional.of(before.lastDay())) || !before.chooses(unit)) {
      return;
    }
    String after = "";
    for (List<String> page;
        !(page = ChoiceRows.objects(tx, before.id(), unit, after, PAGE)).isEmpty(); ) {
      Map<String, Chosen> chosen = ChoiceRows.chosen(tx, before.id(), unit, page);
      Set<String> decided = ChoiceRows.of(tx, next.id(), unit, page).keySet();
      List<String> some =
          page.stream()
              .filter(object -> !decided.contains(object))
              .filter(
                  object ->
                      Optional.ofNullable(chosen.get(object))
                          .filter(one -> one.days().has(last.get()))
                          .isPresent())
              .toList();
      if (!some.isEmpty()) {
        use.accept(some);
      }
      after = page.get(page.size() - 1);
    }
  }

  /** The facility's agreed contract that ended last when this one begins. */
  private Optional<Contract> before(Contract next) {
    return contracts.ofFacility(next.facility()).stream()
        .filter(contract -> contract.lastDay().isBefore(next.from()))
        .max(Comparator.comparing(Contract::lastDay));
  }

  private void record(Tx tx, Way way, BackupUnit unit, long count, Said said) {
    audit.record(
        tx,
        AuditEvent.change(said.at(), said.by(), "backup.copy")
            .facility(way.next().facility())
            .subject("contract %s, unit %s".formatted(way.next().id(), unit))
            .objects(count)
            .detail("from %s on, as in contract %s".formatted(way.from(), way.before().id()))
            .build());
  }

  private static Contract known(Tx tx, String id) {
    return ContractRows.contract(tx, id)
        .orElseThrow(
            () -> refused(Reason.NOT_FOUND, "contract: unknown (expected: the ID of a contract)"));
  }

  private static ChangeRefusedException refused(Reason reason, String message, Object... values) {
    return new ChangeRefusedException(reason, message.formatted(values));
  }

  /** Whether it has just begun, so that what was left behind can still be told in time. */
  static boolean isNew(Contract contract, LocalDate today) {
    return contract.wasAgreed()
        && !today.isBefore(contract.from())
        && today.isBefore(contract.from().plusDays(DAYS_TOLD));
  }

  /** The notice of it. */
  static ContractCalendar.Notice notice(NotCarried left) {
    return new ContractCalendar.Notice("contract.choices", left.before(), left.text());
  }
}
