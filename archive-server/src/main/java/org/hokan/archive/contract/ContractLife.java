package org.hokan.archive.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the steps of a contract add up to. Immutable.
 *
 * @param agreed the terms of each day, by day; none when it was taken back
 * @param agreedLast the number of the version that was agreed last; where any version holds on some
 *     day, of those
 * @param offer the state of an offer on the table
 * @param terminatedOn the last day that an early end was told for
 * @param suspensions when it was suspended
 */
record ContractLife(
    List<AgreedTerms> agreed,
    Optional<Integer> agreedLast,
    Optional<ContractState> offer,
    Optional<LocalDate> terminatedOn,
    List<Suspension> suspensions) {

  /** From an instant on, until before another. */
  record Suspension(Instant from, Instant to) {
    boolean covers(Instant time) {
      return !time.isBefore(from) && time.isBefore(to);
    }
  }

  /** After every instant that a clock shows. */
  private static final Instant NEVER = Instant.MAX;

  static ContractLife of(String id, List<ContractVersion> versions, List<ContractStep> steps) {
    Fold fold = new Fold(id, versions);
    steps.forEach(fold::step);
    return fold.life();
  }

  boolean suspendedAt(Instant time) {
    // The last one may have no end yet; Instant.MAX asks for it.
    for (Suspension each : suspensions) {
      if (each.covers(time) || (time.equals(NEVER) && each.to().equals(NEVER))) {
        return true;
      }
    }
    return false;
  }

  /** Goes through the steps. */
  private static final class Fold {
    private final String id;
    private final List<ContractVersion> versions;
    private final List<AgreedTerms> agreed = new ArrayList<>();
    private final List<Suspension> suspensions = new ArrayList<>();
    private Optional<Integer> agreedLast = Optional.empty();
    private Optional<ContractState> offer = Optional.empty();
    private Optional<LocalDate> terminatedOn = Optional.empty();

    Fold(String id, List<ContractVersion> versions) {
      this.id = id;
      this.versions = versions;
    }

    void step(ContractStep step) {
      switch (step.action()) {
        case DRAFT -> offer = Optional.of(ContractState.DRAFT);
        case PROPOSE -> offer = Optional.of(ContractState.PROPOSED);
        case COUNTER -> offer = Optional.of(ContractState.COUNTERED);
        case ACCEPT -> accept(step);
        case WITHDRAW -> offer = Optional.empty();
        case SUSPEND -> suspensions.add(new Suspension(step.at(), NEVER));
        case RESUME -> {
          Suspension last = suspensions.remove(suspensions.size() - 1);
          suspensions.add(new Suspension(last.from(), step.at()));
        }
        case TERMINATE -> terminatedOn = step.day();
        case START, EXPIRE ->
            throw new IllegalStateException(
                "contract %s: step %s (expected: none, it comes with the day)"
                    .formatted(id, step.action()));
      }
    }

    /** From its first day on, what was agreed before gives way. */
    private void accept(ContractStep step) {
      ContractTerms terms = versions.get(step.version() - 1).terms();
      LocalDate validFrom = step.day().orElse(terms.from());
      agreed.removeIf(earlier -> !earlier.from().isBefore(validFrom));
      agreed.replaceAll(earlier -> earlier.endingOn(validFrom.minusDays(1)));
      LocalDate from = validFrom.isBefore(terms.from()) ? terms.from() : validFrom;
      agreed.add(new AgreedTerms(id, step.version(), from, terms.until(), terms));
      agreedLast = Optional.of(step.version());
      offer = Optional.empty();
    }

    ContractLife life() {
      terminatedOn.ifPresent(last -> agreed.replaceAll(terms -> terms.endingOn(last)));
      agreed.removeIf(AgreedTerms::isEmpty);
      agreed.forEach(terms -> agreedLast = Optional.of(terms.version())); // they are in order
      return new ContractLife(
          List.copyOf(agreed), agreedLast, offer, terminatedOn, List.copyOf(suspensions));
    }
  }
}
