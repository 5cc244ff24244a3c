package org.hokan.archive.billing;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.Chosen;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.db.Tx;
import org.joda.money.CurrencyUnit;

/**
 * The contracts as one transaction sees them, and the questions that billing asks of them. Does not
 * change.
 */
final class ContractBook {
  private static final CurrencyUnit NO_CURRENCY = CurrencyUnit.of("XXX");
  private static final Comparator<Contract> BY_TERM =
      Comparator.comparing(Contract::from).thenComparing(Contract::id);

  private final ContractSource source;
  private final ZoneId usual;
  private final List<Contract> agreed;
  private final List<Contract> all;
  private final Map<String, Contract> byId = new HashMap<>();
  private final Map<String, List<Contract>> byFacility;

  /**
   * Over some contracts.
   *
   * @param source says which objects are chosen, and facilities' zones
   * @param usual the zone of a facility without one of its own
   */
  ContractBook(List<Contract> latest, ContractSource source, ZoneId usual) {
    this.source = source;
    this.usual = usual;
    this.all = latest;
    latest.forEach(contract -> byId.put(contract.id(), contract));
    agreed = latest.stream().filter(Contract::wasAgreed).sorted(BY_TERM).toList();
    byFacility = agreed.stream().collect(Collectors.groupingBy(Contract::facility));
  }

  /** Whether it was made of this very list, so that making it again would change nothing. */
  boolean isOf(List<Contract> latest) {
    return all == latest;
  }

  /** Those that are charged for, in a fixed order. */
  List<Contract> agreed() {
    return agreed;
  }

  /** The zone in which a facility's days and months begin. */
  ZoneId zoneOf(String facility) {
    return source.zoneOf(facility, usual);
  }

  /** When objects of a contract's unit are chosen; asked only where the unit is about such. */
  Map<String, Chosen> chosen(
      Tx tx, Contract contract, BackupUnit unit, Collection<String> objects) {
    return contract.chooses(unit) ? source.chosen(tx, contract, unit, objects) : Map.of();
  }

  /** The next objects of a contract's unit that were taken out at one time or another. */
  List<String> takenOut(Tx tx, Contract contract, BackupUnit unit, String after, int most) {
    return contract.chooses(unit) ? source.takenOut(tx, contract, unit, after, most) : List.of();
  }

  /** One that is charged for. */
  Optional<Contract> agreed(String id) {
    return Optional.ofNullable(byId.get(id)).filter(Contract::wasAgreed);
  }

  /**
   * The facility as the terms in force on a day name it, or those that were the last to be; before
   * its first contract as that one does; without one by its code.
   */
  InvoiceParty recipient(String facility, LocalDate day) {
    return termsFor(facility, day)
        .map(AgreedTerms::terms)
        .or(() -> ofFacility(facility).findFirst().map(Contract::terms))
        .map(ContractTerms::parties)
        .map(
            p -> new InvoiceParty(p.facility(), p.facilityAddress(), p.facilityElectronicAddress()))
        .orElse(new InvoiceParty(facility, "", ""));
  }

  /**
   * The terms that price what is done for a facility on a day: those in force, otherwise those that
   * were the last to be, for what is kept after the end.
   */
  Optional<AgreedTerms> termsFor(String facility, LocalDate day) {
    return ofFacility(facility)
        .flatMap(contract -> contract.agreed().stream())
        .filter(terms -> !terms.from().isAfter(day))
        .max(Comparator.comparing(AgreedTerms::until).thenComparing(AgreedTerms::from));
  }

  /**
   * The currency that a facility's records without a price are shown in: the clause's, otherwise
   * that of the facility's latest contract, otherwise none (XXX).
   */
  CurrencyUnit currency(String facility, ContractClause clause) {
    Optional<Contract> named = Optional.ofNullable(byId.get(clause.contract()));
    return named
        .or(() -> ofFacility(facility).reduce((earlier, later) -> later))
        .map(contract -> contract.terms().currency())
        .orElse(NO_CURRENCY);
  }

  /** Those that a facility's contracts were agreed in. */
  Set<CurrencyUnit> currencies(String facility) {
    return ofFacility(facility)
        .flatMap(contract -> currencies(contract).stream())
        .collect(Collectors.toSet());
  }

  /** Those of all versions of a contract that were agreed. */
  static Set<CurrencyUnit> currencies(Contract contract) {
    return contract.agreed().stream()
        .map(terms -> terms.terms().currency())
        .collect(Collectors.toSet());
  }

  /** What a correction is taxed with: as its contract says, otherwise as the tariff does. */
  Tax tax(ContractClause clause, Tax otherwise) {
    return Optional.ofNullable(byId.get(clause.contract()))
        .map(contract -> contract.terms().billing().tax())
        .orElse(otherwise);
  }

  /**
   * The contracts whose objects this one charges for: itself, and those that it follows on. What
   * was kept under an ended contract is kept on under the facility's next one, and under no other.
   */
  Set<String> chargedFor(Contract contract) {
    Set<String> ids = new HashSet<>(Set.of(contract.id()));
    ofFacility(contract.facility())
        .sorted(BY_TERM.reversed())
        .forEach(
            earlier ->
                successor(earlier)
                    .map(Contract::id)
                    .filter(ids::contains)
                    .ifPresent(next -> ids.add(earlier.id())));
    return ids;
  }

  private Optional<Contract> successor(Contract ended) {
    return ofFacility(ended.facility())
        .filter(next -> next.from().isAfter(ended.lastDay()))
        .findFirst();
  }

  Stream<Contract> ofFacility(String facility) {
    return byFacility.getOrDefault(facility, List.of()).stream();
  }
}
