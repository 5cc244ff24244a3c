package org.hokan.archive.contract;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Contracts that nobody agreed, for working out what they would have come to. Pure. */
public final class AsIf {
  private static final String SIGNED = "simulation";

  private AsIf() {}

  /** A contract on these terms, agreed on the first of their days. */
  public static Contract agreed(String id, String facility, ContractTerms terms) {
    Negotiation talks = on(terms.from());
    ContractMove offer = ContractMove.of(ContractAction.PROPOSE, Side.PROVIDER, SIGNED, terms);
    ContractMove answer = ContractMove.of(ContractAction.ACCEPT, Side.FACILITY, SIGNED);
    return talks.after(talks.begin(id, facility, offer), answer);
  }

  /** The same contract, if it had been ended on a day within its term. */
  public static Contract endingOn(Contract contract, LocalDate day) {
    ContractMove end = ContractMove.of(ContractAction.TERMINATE, Side.PROVIDER, SIGNED).on(day);
    return on(day).after(contract, end);
  }

  /** The same terms, beginning on another day and holding as many days. */
  public static ContractTerms beginning(ContractTerms terms, LocalDate day) {
    long days = ChronoUnit.DAYS.between(terms.from(), day);
    return within(terms, day, terms.until().plusDays(days), days);
  }

  /** The same terms, holding at least until a day. */
  public static ContractTerms until(ContractTerms terms, LocalDate day) {
    return day.isAfter(terms.until()) ? within(terms, terms.from(), day, 0) : terms;
  }

  /** The same contract, as if what was agreed last held at least until a day. */
  public static Contract goingOn(Contract contract, LocalDate day) {
    int last = contract.agreedVersion().orElseThrow();
    return new Contract(
        contract.id(),
        contract.facility(),
        contract.versions().stream().map(v -> v.number() == last ? until(v, day) : v).toList(),
        contract.steps());
  }

  private static ContractVersion until(ContractVersion version, LocalDate day) {
    return new ContractVersion(
        version.number(),
        version.side(),
        version.validFrom(),
        until(version.terms(), day),
        version.madeAt(),
        version.madeBy());
  }

  private static ContractTerms within(
      ContractTerms terms, LocalDate from, LocalDate until, long days) {
    return new ContractTerms(
        terms.parties(),
        from,
        until,
        terms.currency(),
        terms.capacity(),
        terms.selection(),
        terms.billing(),
        terms.backups().stream().map(backup -> moved(backup, days)).toList(),
        terms.services(),
        terms.grace());
  }

  private static BackupTerms moved(BackupTerms backup, long days) {
    Optional<LocalDate> until = backup.until().map(day -> day.plusDays(days));
    return new BackupTerms(
        backup.unit(),
        backup.price(),
        until,
        backup.choice(),
        backup.timing(),
        backup.storageClass(),
        backup.media(),
        backup.compression(),
        backup.retention(),
        backup.copies());
  }

  private static Negotiation on(LocalDate day) {
    return new Negotiation(day, day.atStartOfDay(ZoneOffset.UTC).toInstant(), SIGNED);
  }
}
