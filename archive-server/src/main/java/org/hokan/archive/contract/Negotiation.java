package org.hokan.archive.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What comes of a contract when somebody says something about it. Pure. What may not be throws
 * {@code IllegalArgumentException}, with what is expected.
 *
 * @param today in the facility's time zone
 * @param actor who enters it
 */
record Negotiation(LocalDate today, Instant now, String actor) {
  /** A new contract: written down, or offered at once. */
  Contract begin(String id, String facility, ContractMove move) {
    if (move.action() != ContractAction.DRAFT && move.action() != ContractAction.PROPOSE) {
      throw new IllegalArgumentException(
          "%s without a contract (expected: DRAFT or PROPOSE)".formatted(move.action()));
    }
    if (move.day().isPresent()) {
      throw new IllegalArgumentException(
          "validFrom: %s in a new contract (expected: none, it holds from its first day)"
              .formatted(move.day().get()));
    }
    ContractVersion version = version(1, move);
    return new Contract(
        id, facility, List.of(version), List.of(step(1, 1, move, Optional.empty())));
  }

  /** The contract after this. */
  Contract after(Contract contract, ContractMove move) {
    Transitions.check(
        contract.state(today),
        contract.offer(),
        move.action(),
        move.side(),
        contract.latest().side());
    return switch (move.action()) {
      case DRAFT, COUNTER -> written(contract, move);
      case PROPOSE ->
          move.terms().isPresent()
              ? written(contract, move)
              : said(contract, move, Optional.empty());
      case ACCEPT -> accepted(contract, move);
      case TERMINATE -> terminated(contract, move);
      case WITHDRAW, SUSPEND, RESUME -> said(contract, move, Optional.empty());
      case START, EXPIRE ->
          throw new IllegalArgumentException(
              "%s: comes with the day (expected: nobody says so)".formatted(move.action()));
    };
  }

  private Contract written(Contract contract, ContractMove move) {
    ContractVersion version = version(contract.version() + 1, move);
    if (contract.agreedVersion().isEmpty() && move.day().isPresent()) {
      throw new IllegalArgumentException(
          "validFrom: %s before anything is agreed (expected: none, it holds from its first day)"
              .formatted(move.day().get()));
    }
    contract.agreedVersion().ifPresent(n -> checkChange(contract, version));
    return contract.with(
        List.of(version),
        step(contract.steps().size() + 1, version.number(), move, Optional.empty()));
  }

  /** Something about the latest version. */
  private Contract said(Contract contract, ContractMove move, Optional<LocalDate> day) {
    return contract.with(
        List.of(), step(contract.steps().size() + 1, contract.version(), move, day));
  }

  private Contract accepted(Contract contract, ContractMove move) {
    ContractVersion offered = contract.latest();
    LocalDate holdsFrom = offered.terms().from();
    if (contract.agreedVersion().isPresent()) {
      checkChange(contract, offered);
      holdsFrom = offered.validFrom().orElse(today);
    }
    return said(contract, move, Optional.of(holdsFrom));
  }

  private Contract terminated(Contract contract, ContractMove move) {
    LocalDate last = move.day().orElse(today);
    if (last.isBefore(today) || last.isAfter(contract.lastDay())) {
      throw new IllegalArgumentException(
          "day: %s (expected: %s to %s, today to the last day)"
              .formatted(last, today, contract.lastDay()));
    }
    return said(contract, move, Optional.of(last));
  }

  /** Taken back as if it had never been; for one under which nothing was done. */
  Contract removed(Contract contract) {
    ContractMove move = ContractMove.of(ContractAction.TERMINATE, Side.PROVIDER, actor);
    Transitions.check(
        contract.state(today), contract.offer(), move.action(), move.side(), move.side());
    LocalDate before =
        contract.agreed().stream()
            .map(AgreedTerms::from)
            .min(LocalDate::compareTo)
            .orElse(contract.from())
            .minusDays(1);
    return said(contract, move, Optional.of(before));
  }

  /** A change holds from today at the earliest; what was true before stays. */
  private void checkChange(Contract contract, ContractVersion changed) {
    ContractTerms old = contract.terms();
    ContractTerms terms = changed.terms();
    LocalDate validFrom = changed.validFrom().orElse(today);
    require(
        !validFrom.isBefore(today),
        "validFrom: %s is past (expected: %s or later)",
        validFrom,
        today);
    require(
        !validFrom.isAfter(terms.until()),
        "validFrom: %s is after the last day (expected: %s or earlier)",
        validFrom,
        terms.until());
    require(
        old.currency().equals(terms.currency()),
        "currency: %s (expected: %s; another one needs a new contract)",
        terms.currency(),
        old.currency());
    require(
        terms.until().equals(old.until()) || !terms.until().isBefore(today),
        "until: %s is past (expected: %s or later)",
        terms.until(),
        today);
    contract
        .terminatedOn()
        .ifPresent(
            last ->
                require(
                    !terms.until().isAfter(last),
                    "until: %s (expected: %s or earlier, the end that was told; for days after it"
                        + " a new contract)",
                    terms.until(),
                    last));
    boolean begun = !old.from().isAfter(today) || validFrom.isAfter(today);
    require(
        !begun || terms.from().equals(old.from()),
        "from: %s (expected: %s, for it will have begun; from when a change holds is validFrom,"
            + " --valid-from)",
        terms.from(),
        old.from());
    contract.agreed().stream()
        .filter(agreed -> !agreed.from().isAfter(today) || agreed.from().isBefore(validFrom))
        .forEach(agreed -> checkCourses(agreed, terms));
    terms.backups().forEach(backup -> checkEnd(contract, backup, validFrom));
  }

  /** What a unit kept stays kept: it ends on no day before the change, unless it had done so. */
  private static void checkEnd(Contract contract, BackupTerms backup, LocalDate validFrom) {
    backup
        .until()
        .filter(validFrom::isAfter)
        .ifPresent(
            end ->
                require(
                    contract.agreed().stream()
                        .flatMap(agreed -> agreed.terms().backup(backup.unit()).stream())
                        .anyMatch(before -> before.until().equals(backup.until())),
                    "unit %s: until %s (expected: %s, from when the change holds, or later; or the"
                        + " unit left out)",
                    backup.unit(),
                    end,
                    validFrom));
  }

  /** The periods of a unit count on, also when it was taken out and comes back. */
  private static void checkCourses(AgreedTerms agreed, ContractTerms terms) {
    for (BackupTerms backup : agreed.terms().backups()) {
      PeriodCourse course = backup.price().course();
      require(
          terms.backup(backup.unit()).map(b -> b.price().course().equals(course)).orElse(true),
          "unit %s: another course (expected: %s, as in version %s, for its periods count on;"
              + " another one needs a new contract)",
          backup.unit(),
          course,
          agreed.version());
    }
  }

  private static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }

  private ContractVersion version(int number, ContractMove move) {
    ContractTerms terms =
        move.terms()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "terms: missing (expected: those to %s)".formatted(move.action())));
    return new ContractVersion(number, move.side(), move.day(), terms, now, actor);
  }

  private ContractStep step(int number, int version, ContractMove move, Optional<LocalDate> day) {
    return new ContractStep(
        number, move.action(), version, move.side(), move.signedBy(), day, move.note(), now, actor);
  }
}
