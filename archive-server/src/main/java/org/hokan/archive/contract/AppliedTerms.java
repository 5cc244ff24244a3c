package org.hokan.archive.contract;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * The terms of a day as they apply to one object: those of its backup units that it belongs to.
 *
 * @param covering the units that keep it
 * @param undecided the units of chosen objects in which nobody said anything of it yet, so that a
 *     rule may choose it
 */
public record AppliedTerms(
    AgreedTerms agreed, Set<BackupUnit> covering, Set<BackupUnit> undecided) {
  public AppliedTerms {
    covering = Set.copyOf(covering);
    undecided = Set.copyOf(undecided);
  }

  /**
   * What is asked about.
   *
   * @param patientId empty: it has none
   * @param study Study Instance UID; empty: it has none
   * @param day on which it is asked
   */
  public record Asked(Optional<String> patientId, String study, LocalDate day) {}

  /**
   * Looks which units keep an object.
   *
   * @param said the days on which a unit's object is chosen; empty: nothing was said of it
   */
  public static AppliedTerms of(
      AgreedTerms agreed, Asked asked, BiFunction<BackupUnit, String, Optional<Days>> said) {
    Set<BackupUnit> covering = EnumSet.noneOf(BackupUnit.class);
    Set<BackupUnit> undecided = EnumSet.noneOf(BackupUnit.class);
    for (BackupTerms backup : agreed.backupsOn(asked.day())) {
      BackupUnit unit = backup.unit();
      Optional<String> object = BackupChoice.object(unit, asked.patientId(), asked.study());
      if (!backup.isChosen()) {
        covering.add(unit);
      } else if (object.isPresent()) {
        Optional<Days> days = said.apply(unit, object.get());
        if (days.isEmpty()) {
          undecided.add(unit);
        } else if (days.get().has(asked.day())) {
          covering.add(unit);
        }
      }
    }
    return new AppliedTerms(agreed, covering, undecided);
  }

  /** The objects that something belongs to, in the units of chosen objects. */
  public static Map<BackupUnit, String> objects(
      ContractTerms terms, Optional<String> patientId, String study) {
    Map<BackupUnit, String> objects = new EnumMap<>(BackupUnit.class);
    terms.backups().stream()
        .filter(BackupTerms::isChosen)
        .forEach(
            backup ->
                BackupChoice.object(backup.unit(), patientId, study)
                    .ifPresent(object -> objects.put(backup.unit(), object)));
    return objects;
  }

  /** The same when a rule chooses it; what a person decided is left as it is. */
  public AppliedTerms chosenBy(List<BackupUnit> units) {
    Set<BackupUnit> more = EnumSet.noneOf(BackupUnit.class);
    more.addAll(covering);
    units.stream().filter(undecided::contains).forEach(more::add);
    return new AppliedTerms(agreed, more, undecided);
  }

  ContractTerms terms() {
    return agreed.terms();
  }

  private List<BackupTerms> backups() {
    return terms().backups().stream().filter(backup -> covering.contains(backup.unit())).toList();
  }

  /** What of an arriving object the contract is not about; empty: it is about the object. */
  Optional<String> unselected(ArrivalFacts facts) {
    if (!covering.isEmpty()) {
      return terms().selection().unmatched(facts);
    }
    boolean chooses = terms().backups().stream().anyMatch(BackupTerms::isChosen);
    return Optional.of(chooses ? "patient or exam not chosen" : "its units ended");
  }

  /**
   * Whether a past examination is one of those that the contract is about, as far as is known.
   *
   * @param modalities of its series; empty: not known, which speaks against nothing
   * @param sopClasses UIDs of its images; empty: not known, which speaks against nothing
   */
  public boolean selects(String station, Set<String> modalities, Set<String> sopClasses) {
    Selection selection = terms().selection();
    return !covering.isEmpty()
        && fits(selection.modalities(), modalities)
        && fits(selection.sopClasses(), sopClasses)
        && (selection.stations().isEmpty() || selection.stations().contains(station));
  }

  private static boolean fits(Set<String> selected, Set<String> known) {
    return known.isEmpty() || selected.isEmpty() || known.stream().anyMatch(selected::contains);
  }

  /** How well an object is kept that no rule speaks of: as the best of its backup units says. */
  public StorageClass storageClass() {
    return backups().stream()
        .map(BackupTerms::storageClass)
        .max(Comparator.naturalOrder())
        .orElse(StorageClass.ECONOMY);
  }

  /** How many copies are promised of it, as the best of its backup units says; at least 1. */
  int copies() {
    return backups().stream().mapToInt(backup -> backup.copies().number()).max().orElse(1);
  }

  /** Whether it may be compressed so: all of its backup units must allow it, and one be left. */
  boolean allows(CompressionOrder order) {
    return !covering.isEmpty()
        && backups().stream().allMatch(backup -> backup.compression().allows(order));
  }

  /** What it may lose: what all of its backup units allow. */
  Optional<AllowedLoss> allowedLoss() {
    List<Optional<AllowedLoss>> all =
        backups().stream().map(backup -> backup.compression().allowedLoss()).toList();
    return all.stream().allMatch(Optional::isPresent)
        ? all.stream().flatMap(Optional::stream).reduce(AllowedLoss::and)
        : Optional.empty();
  }

  /** Which of its backup units decide how it is kept, where no rule does. */
  public DecidingUnits deciding() {
    StorageClass kept = storageClass();
    int copies = copies();
    return new DecidingUnits(
        units(backup -> true),
        units(backup -> backup.storageClass() == kept),
        copies,
        units(backup -> backup.copies().number() == copies),
        backups().stream()
            .map(
                backup ->
                    new DecidingUnits.Kept(
                        backup.unit(), backup.retention().map(Retention::format)))
            .toList());
  }

  private List<BackupUnit> units(Predicate<BackupTerms> which) {
    return backups().stream().filter(which).map(BackupTerms::unit).toList();
  }
}
