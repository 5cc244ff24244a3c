package org.hokan.archive.web;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.NotCarried;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.StorageClass;

/** What somebody who offers or agrees to a contract may not have meant. */
final class ContractWarnings {
  private static final long LEAST_USUAL_STEP = 1_000_000;

  private final AdminRooms rooms;

  ContractWarnings(AdminRooms rooms) {
    this.rooms = rooms;
  }

  /** Nothing of a contract that was agreed before: it has begun, or was warned of then. */
  List<String> of(Optional<Contract> before, Contract now) {
    List<String> warnings = new ArrayList<>();
    boolean first = before.filter(Contract::wasAgreed).isEmpty();
    if (first && (now.wasAgreed() || now.offer().isPresent())) {
      past(now).ifPresent(warnings::add);
      smallStep(now).ifPresent(warnings::add);
      noCopies(now).ifPresent(warnings::add);
      rooms.contracts().renewals().notCarried(now).map(NotCarried::text).ifPresent(warnings::add);
    }
    return warnings;
  }

  private Optional<String> noCopies(Contract contract) {
    ContractTerms terms = contract.terms();
    boolean wanted =
        terms.backups().stream().anyMatch(backup -> backup.storageClass() == StorageClass.DELUXE)
            || terms.service(ServiceKind.COPY).isPresent();
    return wanted && !rooms.store().copies().configured()
        ? Optional.of(
            "second copies: this node makes none (storage.copy-volumes names no folder): DELUXE is kept once, and no COPY is charged.")
        : Optional.empty();
  }

  /** A size without its unit is one in bytes. */
  private static Optional<String> smallStep(Contract contract) {
    return contract
        .terms()
        .capacity()
        .overage()
        .filter(overage -> overage.step() < LEAST_USUAL_STEP)
        .map(
            overage ->
                "overage: each step of %d bytes begun beyond the capacity costs %s, so each MB %s; is a unit missing (such as 100GB)?"
                    .formatted(
                        overage.step(),
                        overage.price(),
                        overage.price().multipliedBy(LEAST_USUAL_STEP / overage.step())));
  }

  private Optional<String> past(Contract contract) {
    LocalDate from = contract.from();
    LocalDate today = rooms.contracts().today(contract.facility());
    if (!from.isBefore(today)) {
      return Optional.empty();
    }
    YearMonth last =
        YearMonth.from(contract.lastDay().isBefore(today) ? contract.lastDay() : today);
    long months = 0;
    long closed = 0;
    for (YearMonth month = YearMonth.from(from);
        !month.isAfter(last);
        month = month.plusMonths(1)) {
      months++;
      closed += rooms.ledger().isClosed(month) ? 1 : 0;
    }
    return Optional.of(
        "%s starts in the past, on %s: %swhat %d %s from then on cost will be charged at the next close%s."
            .formatted(
                contract.id(),
                from,
                contract.wasAgreed() ? "" : "once it is agreed, ",
                months,
                months == 1 ? "month" : "months",
                closed == 0
                    ? ""
                    : (", %d of them closed already, of which storage, overage and"
                            + " compression are charged no more")
                        .formatted(closed)));
  }
}
