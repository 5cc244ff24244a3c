package org.hokan.archive.web;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.Capacity;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractAction;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.CopyTerms;
import org.hokan.archive.contract.NotCarried;
import org.hokan.archive.contract.ServiceKind;
import org.hokan.archive.contract.StorageClass;

/** What somebody who offers or agrees to a contract may not have meant. */
final class ContractWarnings {
  private static final Set<ContractAction> SPEAK_OF_TERMS =
      EnumSet.of(
          ContractAction.DRAFT,
          ContractAction.PROPOSE,
          ContractAction.COUNTER,
          ContractAction.ACCEPT);
  private static final int KEPT_TWICE = 2;

  private final AdminRooms rooms;

  ContractWarnings(AdminRooms rooms) {
    this.rooms = rooms;
  }

  /**
   * Of the terms that were written or agreed with the last step; of other steps nothing.
   *
   * @param before empty: it is looked at, or new
   */
  List<String> of(Optional<Contract> before, Contract now) {
    List<String> warnings = new ArrayList<>();
    boolean spokenOf = before.isEmpty() || SPEAK_OF_TERMS.contains(now.lastStep().action());
    if (!spokenOf || (!now.wasAgreed() && now.offer().isEmpty())) {
      return warnings;
    }
    boolean offered = now.offer().isPresent();
    ContractTerms terms = offered ? now.versions().get(now.version() - 1).terms() : now.terms();
    if (before.filter(Contract::wasAgreed).isEmpty()) {
      past(now).ifPresent(warnings::add);
      rooms.contracts().renewals().notCarried(now).map(NotCarried::text).ifPresent(warnings::add);
    }
    full(now, terms).ifPresent(warnings::add);
    noCopies(terms).ifPresent(warnings::add);
    terms.backups().forEach(backup -> copies(backup, warnings));
    if (!offered) {
      rules(now).forEach(warnings::add);
    }
    return warnings;
  }

  /** What is kept already counts, under whichever contract it came. */
  private Optional<String> full(Contract contract, ContractTerms terms) {
    long kept = rooms.index().keptBytes(contract.facility());
    long capacity = terms.capacity().bytes();
    return kept < capacity
        ? Optional.empty()
        : Optional.of(
            "capacity: %s, but %s are kept for %s already, and count, under whichever contract they came: %s."
                .formatted(
                    Capacity.format(capacity),
                    Capacity.format(kept),
                    contract.facility(),
                    terms.capacity().overage().isPresent()
                        ? "what is beyond is charged from the first month on"
                        : "no examination can begin"));
  }

  private Optional<String> noCopies(ContractTerms terms) {
    boolean wanted =
        terms.backups().stream().anyMatch(backup -> backup.storageClass() == StorageClass.DELUXE)
            || terms.service(ServiceKind.COPY).isPresent();
    return wanted && !rooms.store().copies().configured()
        ? Optional.of(
            "second copies: this node makes none (storage.copy-volumes names no folder): DELUXE is kept once, and COPY is not charged before it does.")
        : Optional.empty();
  }

  /** Copies and generations that nobody makes. */
  private static void copies(BackupTerms backup, List<String> warnings) {
    CopyTerms copies = backup.copies();
    if (copies.number() > KEPT_TWICE) {
      warnings.add(
          "unit %s, copies.number: %d, but the node keeps at most two, the first one included"
              .formatted(backup.unit(), copies.number()));
    }
    if (copies.generations() > 1) {
      warnings.add(
          "unit %s, copies.generations: %d, but an image never changes: one generation is kept"
              .formatted(backup.unit(), copies.generations()));
    }
  }

  /** Rules that were saved before the agreement, and say other than it. */
  private Stream<String> rules(Contract contract) {
    List<ApplicationEntity> senders = rooms.entities().ofFacility(contract.facility());
    return contract.agreed().stream()
        .skip(Math.max(0, contract.agreed().size() - 1L)) // the version that was agreed last
        .flatMap(agreed -> rooms.rules().review(agreed, senders).stream());
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
