package org.hokan.archive.billing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.AsIf;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;

/**
 * The contracts of one facility as a simulation has them: those agreed, and over the term of the
 * simulated one nothing but that. Does not change.
 *
 * @param all in force at one time or another
 * @param simulated the one that nobody agreed; empty: none
 */
record SimulatedContracts(List<Contract> all, Optional<Contract> simulated) {

  /** As they are. */
  static SimulatedContracts agreed(List<Contract> all) {
    return new SimulatedContracts(all, Optional.empty());
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
    return new SimulatedContracts(List.copyOf(all), Optional.of(simulated));
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
  Optional<ContractTerms> simulatedOn(LocalDate day) {
    return simulated.flatMap(contract -> contract.termsOn(day)).map(agreed -> agreed.terms());
  }

  /** The clause under which something of a day is taken; empty: there would be no contract. */
  Optional<ContractClause> clause(ContractClause agreed, LocalDate day) {
    if (simulatedOn(day).isPresent()) {
      return simulated.map(contract -> new ContractClause(contract.id(), 1));
    }
    return Optional.of(agreed).filter(this::holds);
  }

  /** Whether a clause is one of these contracts', or none. */
  boolean holds(ContractClause clause) {
    return clause.equals(ContractClause.NONE)
        || all.stream().anyMatch(contract -> contract.id().equals(clause.contract()));
  }
}
