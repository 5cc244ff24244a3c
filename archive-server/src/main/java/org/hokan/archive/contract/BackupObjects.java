package org.hokan.archive.contract;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ChangeRefusedException;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.contract.BackupChoice.Said;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;

/**
 * The one truth on which patients and exams the units of contracts keep, and since when: those that
 * terms name when they are agreed, and those that a person or a rule chooses or takes out later.
 * Rows are only ever added. Thread-safe; asks the database each time.
 */
public final class BackupObjects {
  private static final String NODE = "node";

  private final Database database;
  private final Audit audit;
  private final Contracts contracts;
  private final Clock clock;

  BackupObjects(Database database, Audit audit, Contracts contracts, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.contracts = contracts;
    this.clock = clock;
  }

  /** An object of a unit of a contract. */
  public record Key(String contract, BackupUnit unit, String object) {
    /** A patient, by the Patient ID (0010,0020). */
    public static Key patient(String contract, String patientId) {
      Limits.text("patient", patientId, BackupChoice.LONGEST);
      return new Key(contract, BackupUnit.PATIENT, BackupChoice.patient(patientId));
    }

    /**
     * An examination, by the Study Instance UID (0020,000D).
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Key study(String contract, String studyInstanceUid) {
      return new Key(contract, BackupUnit.STUDY, Uid.of(studyInstanceUid).value());
    }
  }

  /**
   * One that was chosen at one time or another.
   *
   * @param number names it in this list without telling who it is
   * @param last what was said of it last
   */
  public record Listed(long number, String object, Days days, BackupChoice last) {}

  /**
   * The next objects of a unit, by object.
   *
   * @param after the number of the last one of those before; 0: from the first
   * @return empty when there is no such number
   */
  public Optional<List<Listed>> list(String contract, BackupUnit unit, long after, int most) {
    return database.read(
        tx -> {
          Optional<String> last =
              after == 0 ? Optional.of("") : ChoiceRows.object(tx, contract, unit, after);
          return last.map(object -> list(tx, new Key(contract, unit, object), most));
        });
  }

  private static List<Listed> list(Tx tx, Key after, int most) {
    String contract = after.contract();
    BackupUnit unit = after.unit();
    List<String> objects = ChoiceRows.objects(tx, contract, unit, after.object(), most);
    Map<String, Long> numbers = ChoiceRows.numbers(tx, contract, unit, objects);
    List<Listed> all = new ArrayList<>();
    ChoiceRows.of(tx, contract, unit, objects)
        .forEach(
            (object, said) ->
                all.add(
                    new Listed(
                        numbers.getOrDefault(object, 0L),
                        object,
                        Chosen.of(said).days(),
                        said.get(said.size() - 1))));
    return all;
  }

  /** All that was said of an object, the first thing first. */
  List<BackupChoice> history(Key key) {
    return database.read(tx -> history(tx, key));
  }

  private static List<BackupChoice> history(Tx tx, Key key) {
    return ChoiceRows.of(tx, key.contract(), key.unit(), List.of(key.object()))
        .getOrDefault(key.object(), List.of());
  }

  /** When some objects of a unit are chosen; one of which nothing was said has no entry. */
  public Map<String, Chosen> chosen(
      Tx tx, String contract, BackupUnit unit, Collection<String> objects) {
    return ChoiceRows.chosen(tx, contract, unit, objects);
  }

  /** The next objects of a unit that were taken out at one time or another, by object. */
  public List<String> takenOut(Tx tx, String contract, BackupUnit unit, String after, int most) {
    return ChoiceRows.takenOut(tx, contract, unit, after, most);
  }

  /**
   * The terms as they apply to what arrives, or came once. Asks once, and nothing where no unit is
   * about chosen objects. Of terms that are only tried, what is chosen is that of the contract in
   * force.
   */
  public AppliedTerms applied(AgreedTerms agreed, ArrivalFacts facts, Instant time) {
    return applied(agreed, facts, time, this::said);
  }

  /** The same for one exam after the other: of each is asked once. */
  public Remembered remembering() {
    return new Remembered();
  }

  /** What was asked last. For one thread. */
  public final class Remembered {
    private Optional<Asked> last = Optional.empty();
    private Map<BackupUnit, Days> answer = Map.of();

    private Remembered() {}

    /** As {@link BackupObjects#applied}. */
    public AppliedTerms applied(AgreedTerms agreed, ArrivalFacts facts, Instant time) {
      return BackupObjects.this.applied(agreed, facts, time, this::said);
    }

    private Map<BackupUnit, Days> said(Asked asked) {
      if (!last.equals(Optional.of(asked))) {
        answer = BackupObjects.this.said(asked);
        last = Optional.of(asked);
      }
      return answer;
    }
  }

  /** Objects of a contract's units, of which the days are asked. */
  private record Asked(String contract, Map<BackupUnit, String> objects) {}

  private AppliedTerms applied(
      AgreedTerms agreed,
      ArrivalFacts facts,
      Instant time,
      Function<Asked, Map<BackupUnit, Days>> saying) {
    LocalDate day = LocalDate.ofInstant(time, contracts.zoneOf(facts.facility()));
    String study = facts.attribute(Tag.StudyInstanceUID).orElse("");
    Map<BackupUnit, String> objects =
        AppliedTerms.objects(agreed.terms(), facts.patientId(), study);
    Map<BackupUnit, Days> said =
        objects.isEmpty()
            ? Map.of()
            : saying.apply(new Asked(chosenIn(agreed, facts.facility(), time), objects));
    return AppliedTerms.of(
        agreed,
        new AppliedTerms.Asked(facts.patientId(), study, day),
        (unit, object) -> Optional.ofNullable(said.get(unit)));
  }

  private String chosenIn(AgreedTerms agreed, String facility, Instant time) {
    return contracts.contract(agreed.contract()).isPresent()
        ? agreed.contract()
        : contracts.inForce(facility, time).map(AgreedTerms::contract).orElse(agreed.contract());
  }

  /** For each unit the days of its object; none of those of which nothing was said. */
  private Map<BackupUnit, Days> said(Asked asked) {
    Map<BackupUnit, Set<String>> objects = new EnumMap<>(BackupUnit.class);
    asked.objects().forEach((unit, object) -> objects.put(unit, Set.of(object)));
    Map<BackupUnit, Days> said = new EnumMap<>(BackupUnit.class);
    database
        .read(tx -> ChoiceRows.chosen(tx, asked.contract(), objects))
        .forEach((unit, chosen) -> chosen.values().forEach(one -> said.put(unit, one.days())));
    return said;
  }

  /**
   * Chooses an object from a day on.
   *
   * @param day empty: today, or the contract's first day
   */
  public BackupChoice choose(Key key, Optional<LocalDate> day, String actor) {
    return say(key, day, true, actor);
  }

  /** Takes an object out from a day on. */
  public BackupChoice takeOut(Key key, Optional<LocalDate> day, String actor) {
    return say(key, day, false, actor);
  }

  private BackupChoice say(Key key, Optional<LocalDate> day, boolean chosen, String actor) {
    return database.writeForced(
        tx -> {
          Contract contract = locked(tx, key);
          LocalDate from = day.orElseGet(() -> usual(contract));
          check(contract, key, from);
          requireNothingLater(tx, key, from);
          if (chosen == isChosen(tx, key, from)) {
            throw chosen ? already(key, from) : notChosen(key, from);
          }
          BackupChoice choice =
              new BackupChoice(
                  key.contract(),
                  key.unit(),
                  key.object(),
                  chosen,
                  from,
                  Said.byPerson(clock.instant(), actor));
          ChoiceRows.insert(tx, List.of(choice));
          record(tx, contract.facility(), choice);
          return choice;
        });
  }

  /**
   * What is said for a day holds from then on: it would end silently what was planned for later.
   */
  private static void requireNothingLater(Tx tx, Key key, LocalDate from) {
    history(tx, key).stream()
        .map(BackupChoice::from)
        .max(LocalDate::compareTo)
        .filter(from::isBefore)
        .ifPresent(
            later -> {
              throw refused(
                  Reason.CONFLICT,
                  "contract %s, unit %s: from %s, but there is a decision for %s already (expected:"
                      + " that day or later)",
                  key.contract(),
                  key.unit(),
                  from,
                  later);
            });
  }

  private static boolean isChosen(Tx tx, Key key, LocalDate day) {
    return Chosen.of(history(tx, key)).days().has(day);
  }

  /** Refuses what cannot be taken out. */
  public void requireChosen(Key key, LocalDate day) {
    if (!database.read(tx -> isChosen(tx, key, day))) {
      throw notChosen(key, day);
    }
  }

  private static ChangeRefusedException already(Key key, LocalDate day) {
    return refused(
        Reason.EXISTS,
        "contract %s, unit %s: it is chosen on %s already (expected: one that is not)",
        key.contract(),
        key.unit(),
        day);
  }

  private static ChangeRefusedException notChosen(Key key, LocalDate day) {
    return refused(
        Reason.NOT_FOUND,
        "contract %s, unit %s: it is not chosen on %s (expected: one of backup list)",
        key.contract(),
        key.unit(),
        day);
  }

  private static Contract locked(Tx tx, Key key) {
    Contract contract =
        ContractRows.contract(tx, key.contract())
            .orElseThrow(
                () ->
                    refused(
                        Reason.NOT_FOUND, "contract: unknown (expected: the ID of a contract)"));
    ApplicationEntities.lockFacility(tx, contract.facility());
    return ContractRows.contract(tx, key.contract()).orElse(contract);
  }

  /** The day from which something is chosen or taken out unless told. */
  public LocalDate usual(Contract contract) {
    LocalDate today = contracts.today(contract.facility());
    return today.isBefore(contract.from()) ? contract.from() : today;
  }

  /** Refuses to choose or take out from a day on that has passed. */
  void requireNotPast(Contract contract, LocalDate from) {
    LocalDate today = contracts.today(contract.facility());
    if (from.isBefore(today)) {
      throw refused(
          Reason.CONFLICT,
          "contract %s: from %s (expected: %s or later; what was kept and charged stays)",
          contract.id(),
          from,
          today);
    }
  }

  private void check(Contract contract, Key key, LocalDate from) {
    requireNotPast(contract, from);
    Optional<BackupTerms> unit =
        contract.termsOn(from).flatMap(agreed -> agreed.backup(key.unit(), from));
    if (unit.isEmpty()) {
      throw refused(
          Reason.CONFLICT,
          "contract %s: has no unit %s on %s (expected: one of its units on a day of its term)",
          key.contract(),
          key.unit(),
          from);
    }
    if (!unit.get().isChosen()) {
      throw refused(
          Reason.CONFLICT,
          "contract %s: unit %s is about all (expected: one of chosen objects; see contract"
              + " change)",
          key.contract(),
          key.unit());
    }
  }

  /**
   * What a rule decided about.
   *
   * @param agreed the terms in force when it came
   */
  public record Ruled(
      AgreedTerms agreed, Optional<String> patientId, String study, LocalDate day) {}

  /**
   * Chooses for a rule what it decided about, in the transaction that files it. An object of which
   * anything was said is left as it is: so what a person took out stays out, and an index that is
   * made anew chooses nothing again.
   *
   * @param rule {@code AE/name@version}
   * @return those in units that the contract lacks, or that are about all
   */
  public Set<BackupUnit> chooseByRule(
      Tx tx, String facility, String rule, List<BackupUnit> units, List<Ruled> some) {
    Set<BackupUnit> without = new LinkedHashSet<>();
    Map<Key, BackupChoice> choices = new LinkedHashMap<>();
    Instant now = clock.instant();
    for (Ruled one : some) {
      ContractTerms terms = one.agreed().terms();
      Map<BackupUnit, String> objects = AppliedTerms.objects(terms, one.patientId(), one.study());
      for (BackupUnit unit : units) {
        if (one.agreed().backup(unit, one.day()).filter(BackupTerms::isChosen).isEmpty()) {
          without.add(unit);
        } else if (objects.containsKey(unit)) {
          Key key = new Key(one.agreed().contract(), unit, objects.get(unit));
          choices.putIfAbsent(
              key,
              new BackupChoice(
                  key.contract(),
                  unit,
                  key.object(),
                  true,
                  one.day(),
                  Said.byRule(rule, now, NODE)));
        }
      }
    }
    removeDecided(tx, choices.keySet());
    if (!choices.isEmpty()) {
      ApplicationEntities.lockFacility(tx, facility); // a person may decide about them just now
      removeDecided(tx, choices.keySet());
    }
    ChoiceRows.insert(tx, choices.values());
    choices.values().forEach(choice -> record(tx, facility, choice));
    return without;
  }

  private static void removeDecided(Tx tx, Set<Key> keys) {
    Map<Key, Set<String>> objects = new LinkedHashMap<>();
    keys.forEach(
        key ->
            objects
                .computeIfAbsent(new Key(key.contract(), key.unit(), ""), unit -> new TreeSet<>())
                .add(key.object()));
    objects.forEach(
        (unit, all) ->
            ChoiceRows.of(tx, unit.contract(), unit.unit(), all)
                .keySet()
                .forEach(object -> keys.remove(new Key(unit.contract(), unit.unit(), object))));
  }

  /** Refuses what a rule is to choose for where no contract from today on has such a unit. */
  void checkUnits(String rule, String facility, List<BackupUnit> units) {
    LocalDate today = contracts.today(facility);
    for (BackupUnit unit : units) {
      boolean has =
          contracts.ofFacility(facility).stream()
              .flatMap(contract -> contract.agreed().stream())
              .filter(agreed -> !agreed.until().isBefore(today))
              .flatMap(agreed -> agreed.terms().backup(unit).stream())
              .anyMatch(BackupTerms::isChosen);
      if (!has) {
        throw refused(
            Reason.CONFLICT,
            "rule %s: backup=%s: no contract of facility %s has a unit %s of chosen objects"
                + " (expected: one, with chosen: true)",
            rule,
            unit,
            facility,
            unit);
      }
    }
  }

  private void record(Tx tx, String facility, BackupChoice choice) {
    AuditEvent.Builder event =
        AuditEvent.change(
                choice.said().at(),
                choice.said().by(),
                choice.chosen() ? "backup.add" : "backup.remove")
            .facility(facility)
            .subject("contract %s, unit %s".formatted(choice.contract(), choice.unit()))
            .detail(
                "from %s%s"
                    .formatted(
                        choice.from(),
                        choice.said().rule().isEmpty() ? "" : ", rule " + choice.said().rule()));
    if (choice.unit() == BackupUnit.PATIENT) {
      event.patientId(choice.object().substring(1));
    } else {
      event.study(choice.object());
    }
    audit.record(tx, event.build());
  }

  /**
   * Chooses and takes out what terms that were just agreed name, and name no more. What people and
   * rules chose is not theirs to take out.
   */
  static void follow(Tx tx, Optional<Contract> old, Contract now, Instant at, String by) {
    List<BackupChoice> named = NamedChoices.agreed(old, now, at, by);
    Map<BackupUnit, Map<String, List<BackupChoice>>> before = new EnumMap<>(BackupUnit.class);
    for (BackupUnit unit : BackupUnit.values()) {
      List<String> out =
          named.stream()
              .filter(choice -> choice.unit() == unit && !choice.chosen())
              .map(BackupChoice::object)
              .toList();
      before.put(unit, ChoiceRows.of(tx, now.id(), unit, out));
    }
    ChoiceRows.insert(
        tx,
        named.stream()
            .filter(
                choice ->
                    choice.chosen()
                        || changes(
                            before
                                .getOrDefault(choice.unit(), Map.of())
                                .getOrDefault(choice.object(), List.of()),
                            choice))
            .toList());
  }

  private static boolean changes(List<BackupChoice> before, BackupChoice next) {
    Days after = Chosen.of(Stream.concat(before.stream(), Stream.of(next)).toList()).days();
    return !after.equals(Chosen.of(before).days());
  }

  /** Makes choices of what terms named before there were choices. */
  void adopt() {
    for (Contract contract : contracts.list()) {
      List<BackupChoice> named = NamedChoices.of(contract);
      if (!named.isEmpty()) {
        database.runForced(
            tx -> {
              ApplicationEntities.lockFacility(tx, contract.facility());
              if (!ChoiceRows.has(tx, contract.id())) {
                ChoiceRows.insert(tx, named);
              }
            });
      }
    }
  }

  /** What follows for data that is taken out, for the person who does it. */
  public String follows(Contract contract, Key key, LocalDate from) {
    Optional<AgreedTerms> then = contract.termsOn(from);
    ContractTerms terms = then.map(AgreedTerms::terms).orElse(contract.terms());
    List<String> others =
        then.map(agreed -> agreed.backupsOn(from)).orElse(List.of()).stream()
            .filter(backup -> backup.unit() != key.unit() && !backup.isChosen())
            .map(backup -> backup.unit().name())
            .toList();
    String retention =
        terms
            .backup(key.unit())
            .flatMap(BackupTerms::retention)
            .map(period -> " and until " + Retention.format(period) + " after each exam")
            .orElse("");
    String grace = terms.grace().map(Retention::format).orElse("none agreed");
    String charges =
        terms.billing().partPeriods() == BillingTerms.PartPeriods.DAYS
            ? "what is charged for later days is given back with the close of that month."
            : "a period that has begun stays charged.";
    return (others.isEmpty()
            ? "From %s on nothing new of it is taken under this unit, and what is kept stays for the grace (%s)%s, or longer where a rule or a hold keeps it; after that it may be proposed to be destroyed. "
                .formatted(from, grace, retention)
            : "From %s on it is kept under unit %s alone. "
                .formatted(from, String.join(" and ", others)))
        + "It is charged no more in this unit: "
        + charges;
  }

  private static ChangeRefusedException refused(Reason reason, String message, Object... values) {
    return new ChangeRefusedException(reason, message.formatted(values));
  }
}
