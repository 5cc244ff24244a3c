package org.hokan.archive.web;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.ae.Facility;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;

/**
 * What is to be known before a month is closed, for nothing of it can be changed afterwards: that
 * it goes on, and what electronic invoices of it would lack.
 */
final class CloseWarnings {
  private static final String JAPAN = "JPY";

  private final AdminRooms rooms;
  private final YearMonth month;

  CloseWarnings(AdminRooms rooms, YearMonth month) {
    this.rooms = rooms;
    this.month = month;
  }

  /** Whether its last day is past, in the time zone of the billing. */
  boolean hasEnded() {
    return month.isBefore(YearMonth.now(rooms.clock()));
  }

  /** For people; no patient data. */
  List<String> all() {
    List<String> warnings = new ArrayList<>();
    if (!hasEnded()) {
      warnings.add(
          "%s has not ended: a closed month never changes, and what arrives in the rest of it is billed with the next month that is open"
              .formatted(month));
    }
    List<Facility> inYen =
        rooms.entities().facilities().stream()
            .filter(facility -> terms(facility).isPresent())
            .toList();
    List<String> without =
        inYen.stream()
            .filter(facility -> lacksAddress(terms(facility).orElseThrow()))
            .map(Facility::code)
            .toList();
    if (!inYen.isEmpty() && rooms.ledger().issuer().registrationNumber().isEmpty()) {
      warnings.add(
          "no electronic invoice (UBL) can ever be made of its statements: billing.registration-number is missing");
    } else if (!without.isEmpty()) {
      warnings.add(
          "no electronic invoice (UBL) can ever be made of the statements of %s: their terms have no parties.facilityElectronicAddress"
              .formatted(FacilityResource.some(without)));
    }
    return warnings;
  }

  private static boolean lacksAddress(ContractTerms terms) {
    return terms.parties().facilityElectronicAddress().isEmpty();
  }

  /** Those in yen that a facility's statement of the month names it by. */
  private Optional<ContractTerms> terms(Facility facility) {
    LocalDate first = month.atDay(1);
    LocalDate last = month.atEndOfMonth();
    return rooms.contracts().ofFacility(facility.code()).stream()
        .filter(contract -> !contract.from().isAfter(last) && !contract.lastDay().isBefore(first))
        .map(Contract::terms)
        .filter(terms -> terms.currency().getCode().equals(JAPAN))
        .findFirst();
  }
}
