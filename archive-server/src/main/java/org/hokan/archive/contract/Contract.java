package org.hokan.archive.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What provider and facility said and agreed, all of it. Immutable; what is done to it makes a new
 * one with a step more, and with a version more where somebody wrote terms.
 *
 * <p>{@link #termsOn} is the one answer to which terms hold on a day: decisions and bills use it. A
 * day is one of the facility's time zone.
 */
public final class Contract {
  private final String id;
  private final String facility;
  private final List<ContractVersion> versions;
  private final List<ContractStep> steps;
  private final ContractLife life;

  /** A contract with at least one version and one step. */
  Contract(String id, String facility, List<ContractVersion> versions, List<ContractStep> steps) {
    this.id = id;
    this.facility = facility;
    this.versions = List.copyOf(versions);
    this.steps = List.copyOf(steps);
    this.life = ContractLife.of(id, this.versions, this.steps);
  }

  /** Its name, {@code <facility>-<n>}. */
  public String id() {
    return id;
  }

  /** The facility's code. */
  public String facility() {
    return facility;
  }

  /** All versions, the first one first. */
  public List<ContractVersion> versions() {
    return versions;
  }

  /** All that was done, the first thing first. */
  public List<ContractStep> steps() {
    return steps;
  }

  /** What was done last. */
  public ContractStep lastStep() {
    return steps.get(steps.size() - 1);
  }

  /** The number of the latest version, agreed or not. */
  public int version() {
    return latest().number();
  }

  ContractVersion latest() {
    return versions.get(versions.size() - 1);
  }

  ContractVersion version(int number) {
    return versions.get(number - 1);
  }

  /** The terms to speak of: those agreed last, or the ones offered when none were agreed. */
  public ContractTerms terms() {
    return life.agreedLast().map(number -> version(number).terms()).orElse(latest().terms());
  }

  /** The number of the version that was agreed last, of those that hold on some day. */
  public Optional<Integer> agreedVersion() {
    return life.agreedLast();
  }

  /** The first day on which that version holds; empty also when the contract was taken back. */
  public Optional<LocalDate> agreedFrom() {
    return agreed().stream()
        .filter(agreed -> agreedVersion().filter(number -> number == agreed.version()).isPresent())
        .map(AgreedTerms::from)
        .findFirst();
  }

  /** The state of an offer that neither side took back nor agreed to. */
  public Optional<ContractState> offer() {
    return life.offer();
  }

  /** What was agreed for each day, by day. A contract that was taken back has nothing. */
  public List<AgreedTerms> agreed() {
    return life.agreed();
  }

  /** The terms that were agreed for a day. */
  public Optional<AgreedTerms> termsOn(LocalDate day) {
    List<AgreedTerms> agreed = life.agreed();
    for (int i = agreed.size() - 1; i >= 0; i--) {
      if (agreed.get(i).holdOn(day)) {
        return Optional.of(agreed.get(i));
      }
    }
    return Optional.empty();
  }

  /**
   * The number of the version that was agreed for a day; of a day outside its term, of the nearest
   * day within. Empty when nothing is agreed.
   */
  public Optional<Integer> versionOn(LocalDate day) {
    Optional<AgreedTerms> begun =
        agreed().stream().filter(terms -> !terms.from().isAfter(day)).reduce((one, next) -> next);
    return begun.or(() -> agreed().stream().findFirst()).map(AgreedTerms::version);
  }

  /**
   * The days on which a unit keeps an object.
   *
   * @param chosen when it is chosen; asked where the unit is about chosen objects only
   */
  public Days daysOf(BackupUnit unit, Days chosen) {
    Days days = Days.NEVER;
    for (AgreedTerms agreed : agreed()) {
      Optional<BackupTerms> backup = agreed.terms().backup(unit);
      if (backup.isPresent()) {
        days = days.then(agreed.daysOf(backup.get(), chosen));
      }
    }
    return days;
  }

  /** Whether a unit is, on any day, about chosen objects alone. */
  public boolean chooses(BackupUnit unit) {
    return agreed().stream()
        .anyMatch(agreed -> agreed.terms().backup(unit).filter(BackupTerms::isChosen).isPresent());
  }

  /** The backup objects that its agreed versions name, as choices. */
  public Map<String, Chosen> named(BackupUnit unit) {
    return NamedChoices.of(this).stream()
        .filter(choice -> choice.unit() == unit)
        .collect(
            Collectors.groupingBy(
                BackupChoice::object,
                Collectors.collectingAndThen(Collectors.toList(), Chosen::of)));
  }

  /** The terms under which something new is taken: those of the day, unless it is suspended. */
  public Optional<AgreedTerms> inForce(LocalDate day, Instant time) {
    return life.suspendedAt(time) ? Optional.empty() : termsOn(day);
  }

  /** First day of the term. */
  public LocalDate from() {
    return terms().from();
  }

  /** The last day: that of the terms, or the one that an early end was told for. */
  public LocalDate lastDay() {
    LocalDate until = terms().until();
    return terminatedOn().filter(day -> day.isBefore(until)).orElse(until);
  }

  /** The last day that an early end was told for. */
  Optional<LocalDate> terminatedOn() {
    return life.terminatedOn();
  }

  /** The last day on which all is kept: the last day and the grace that was agreed. */
  public LocalDate keptUntil() {
    return terms().grace().map(lastDay()::plus).orElse(lastDay());
  }

  /** Where it is in its life, on a day and with all that was done until now. */
  public ContractState state(LocalDate day) {
    if (life.agreedLast().isEmpty()) {
      return life.offer().orElse(ContractState.TERMINATED);
    }
    if (terminatedOn()
        .filter(last -> last.isBefore(from()) || day.isAfter(lastDay()))
        .isPresent()) {
      return ContractState.TERMINATED;
    }
    if (day.isAfter(lastDay())) {
      return ContractState.EXPIRED;
    }
    if (day.isBefore(from())) {
      return ContractState.ACCEPTED;
    }
    return life.suspendedAt(Instant.MAX) ? ContractState.SUSPENDED : ContractState.ACTIVE;
  }

  /** Whether it was agreed and not taken back before anything was done under it. */
  public boolean wasAgreed() {
    return !life.agreed().isEmpty();
  }

  /** Its term for people, {@code 2026-01-01 to 2026-12-31}. */
  public String term() {
    return from() + " to " + lastDay();
  }

  Contract with(List<ContractVersion> written, ContractStep step) {
    return new Contract(
        id,
        facility,
        Stream.concat(versions.stream(), written.stream()).toList(),
        Stream.concat(steps.stream(), Stream.of(step)).toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Contract that
        && id.equals(that.id)
        && versions.equals(that.versions)
        && steps.equals(that.steps);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, versions.size(), steps.size());
  }

  @Override
  public String toString() {
    return "Contract[%s, %d versions, %d steps]".formatted(id, versions.size(), steps.size());
  }
}
