package org.hokan.archive.billing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.AsIf;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Chosen;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.Days;
import org.hokan.archive.db.Tx;

/**
 * The contracts of one facility as a simulation has them: those agreed, and over the term of the
 * simulated one nothing but that. Does not change.
 *
 * @param all in force at one time or another
 * @param simulated the one that nobody agreed; empty: none
 * @param agreed the contracts as they are, by their first day
 */
record SimulatedContracts(List<Contract> all, Optional<Contract> simulated, List<Contract> agreed) {

  /** As they are. */
  static SimulatedContracts agreed(List<Contract> all) {
    return new SimulatedContracts(all, Optional.empty(), all);
  }

  /** As they are, one of them as if it went on at least until a day. */
  static SimulatedContracts goingOn(List<Contract> all, Contract last, LocalDate day) {
    return agreed(
        all.stream().map(one -> one.equals(last) ? AsIf.goingOn(one, day) : one).toList());
  }

  /** With these terms in place of what is agreed for their days. */
  static SimulatedContracts with(String facility, List<Contract> agreed, ContractTerms terms) {
    Contract simulated = AsIf.agreed(facility + "-simulated", facility, terms);
    List<Contract> all = new ArrayList<>(List.of(simulated));
    for (Contract contract : agreed) {
      if (!contract.terms().currency().equals(terms.currency())) {
        throw new IllegalArgumentException(
            "currency: %s (expected: %s, that of contract %s)"
                .formatted(terms.currency(), contract.terms().currency(), contract.id()));
      }
      besides(contract, terms).ifPresent(all::add);
    }
    return new SimulatedContracts(List.copyOf(all), Optional.of(simulated), agreed);
  }

  private static Optional<Contract> besides(Contract contract, ContractTerms terms) {
    boolean before = contract.lastDay().isBefore(terms.from());
    if (before || contract.from().isAfter(terms.until())) {
      return Optional.of(contract);
    }
    return contract.from().isBefore(terms.from())
        ? Optional.of(AsIf.endingOn(contract, terms.from().minusDays(1)))
        : Optional.empty();
  }

  /** The terms that are simulated for a day. */
  Optional<AgreedTerms> simulatedOn(LocalDate day) {
    return simulated.flatMap(contract -> contract.termsOn(day));
  }

  /** The terms that are really agreed for a day. */
  Optional<AgreedTerms> agreedOn(LocalDate day) {
    return agreed.stream().flatMap(contract -> contract.termsOn(day).stream()).findFirst();
  }

  /** The terms that hold on a day, simulated or agreed. */
  Optional<AgreedTerms> termsOn(LocalDate day) {
    return all.stream().flatMap(contract -> contract.termsOn(day).stream()).findFirst();
  }

  /** The clause of what is simulated. */
  ContractClause simulatedClause() {
    return new ContractClause(simulated.orElseThrow().id(), 1);
  }

  /**
   * When objects are chosen. Simulated terms that name others than what is agreed choose those;
   * else objects are chosen as they were, under whichever contract.
   */
  Map<String, Chosen> chosen(
      Tx tx,
      ContractSource source,
      Contract contract,
      BackupUnit unit,
      Collection<String> objects) {
    if (!isSimulated(contract)) {
      return source.chosen(tx, contract, unit, objects);
    }
    Map<String, Chosen> chosen = new HashMap<>(contract.named(unit));
    chosen.keySet().retainAll(objects);
    if (namesOthers(contract, unit)) {
      return chosen;
    }
    Map<String, Chosen> was = new HashMap<>();
    for (Contract real : agreed) {
      source
          .chosen(tx, real, unit, objects)
          .forEach(
              (object, one) -> was.merge(object, one, (before, now) -> joined(before, now, real)));
    }
    return was;
  }

  /** From its first day on, the later contract's choices count. */
  private static Chosen joined(Chosen before, Chosen now, Contract real) {
    Days days =
        before
            .days()
            .from(real.from(), false)
            .then(now.days().within(real.from(), Days.WITHOUT_END));
    return new Chosen(days, before.wasTakenOut() || now.wasTakenOut());
  }

  /** The next objects that were taken out; of all real contracts in place of the simulated one. */
  List<String> takenOut(
      Tx tx, ContractSource source, Contract contract, BackupUnit unit, String after, int most) {
    if (!isSimulated(contract)) {
      return source.takenOut(tx, contract, unit, after, most);
    }
    return namesOthers(contract, unit)
        ? List.of()
        : agreed.stream()
            .flatMap(real -> source.takenOut(tx, real, unit, after, most).stream())
            .distinct()
            .sorted()
            .limit(most)
            .toList();
  }

  private boolean isSimulated(Contract contract) {
    return simulated.filter(contract::equals).isPresent();
  }

  private boolean namesOthers(Contract contract, BackupUnit unit) {
    Optional<BackupTerms.Choice> choice = contract.terms().backup(unit).map(BackupTerms::choice);
    return choice.filter(c -> !c.named().isEmpty()).isPresent()
        && agreed.stream()
            .noneMatch(real -> real.terms().backup(unit).map(BackupTerms::choice).equals(choice));
  }

  /** The clause under which something of a day is taken; empty: there would be no contract. */
  Optional<ContractClause> clause(ContractClause agreed, LocalDate day) {
    if (simulatedOn(day).isPresent()) {
      return Optional.of(simulatedClause());
    }
    return Optional.of(agreed).filter(this::holds);
  }

  /** Whether a clause is one of these contracts', or none. */
  boolean holds(ContractClause clause) {
    return clause.equals(ContractClause.NONE)
        || all.stream().anyMatch(contract -> contract.id().equals(clause.contract()));
  }
}
