package org.hokan.archive.web;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Whether its first day has come there. */
  boolean hasBegun() {
    return !month.isAfter(YearMonth.now(rooms.clock()));
  }

  /** For people; no patient data. */
  List<String> all() {
    List<String> warnings = new ArrayList<>();
    if (!hasBegun()) {
      warnings.add("%s has not begun: it cannot be closed yet".formatted(month));
    } else if (!hasEnded()) {
      warnings.add(
          "%s has not ended: a closed month never changes, and what arrives, falls due or ends in the rest of it, and what the bytes kept at its end cost, is billed with the next month that is open"
              .formatted(month));
    }
    copies().ifPresent(warnings::add);
    Map<String, ContractTerms> inYen = inYen();
    List<String> without =
        inYen.entrySet().stream()
            .filter(facility -> lacksAddress(facility.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (!inYen.isEmpty() && rooms.ledger().issuer().registrationNumber().isEmpty()) {
      warnings.add(
          "no electronic invoice (UBL) can ever be made of its statements: billing.registration-number is missing");
    }
    if (!without.isEmpty()) {
      warnings.add(
          "no electronic invoice (UBL) can ever be made of the statements of %s: their terms have no parties.facilityElectronicAddress (contract show --terms gives a file to edit, contract change --file takes it)"
              .formatted(FacilityResource.some(without)));
    }
    return warnings;
  }

  private Optional<String> copies() {
    long waiting = rooms.ledger().copyCharges().count();
    return waiting == 0
        ? Optional.empty()
        : Optional.of(
            "the second copies of %d examinations are not made yet (storage status): their COPY is charged in the month in which they are"
                .formatted(waiting));
  }

  private static boolean lacksAddress(ContractTerms terms) {
    return terms.parties().facilityElectronicAddress().isEmpty();
  }

  /** The facilities with such terms, by code, in their order. */
  private Map<String, ContractTerms> inYen() {
    Map<String, ContractTerms> inYen = new LinkedHashMap<>();
    for (Facility facility : rooms.entities().facilities()) {
      terms(facility).ifPresent(terms -> inYen.put(facility.code(), terms));
    }
    return inYen;
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
