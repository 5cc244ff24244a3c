package org.hokan.archive.billing;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Contract;

/**
 * The periods of one backup unit of a contract: contract years, contract months or what the course
 * says, counted from the contract's first day. Each is charged by the terms of its first day.
 */
record PeriodSchedule(Contract contract, BackupUnit unit) {
  /**
   * A period that is charged.
   *
   * @param period the days of it on which the unit is agreed
   * @param ofDays how many days it has in all
   * @param terms the contract's on the first of those days
   * @param backup the unit's on that day
   */
  record Due(Period period, int ofDays, AgreedTerms terms, BackupTerms backup) {}

  /** The periods that begin by a day, oldest first: a period's charge is due on its first day. */
  List<Due> dueBy(LocalDate day) {
    List<AgreedTerms> agreed =
        contract.agreed().stream().filter(terms -> terms.terms().backup(unit).isPresent()).toList();
    List<Due> due = new ArrayList<>();
    if (agreed.isEmpty()) {
      return due;
    }
    LocalDate last = until(agreed.get(agreed.size() - 1));
    int months = agreed.get(0).terms().backup(unit).orElseThrow().price().course().months();
    for (int index = 0; ; index++) {
      LocalDate start = start(index, months);
      if (start.isAfter(last) || start.isAfter(day)) {
        return due;
      }
      due(agreed, new Period(start, start(index + 1, months).minusDays(1)))
          .filter(d -> !d.period().from().isAfter(day))
          .ifPresent(due::add);
    }
  }

  private Optional<Due> due(List<AgreedTerms> agreed, Period whole) {
    List<AgreedTerms> within =
        agreed.stream()
            .filter(t -> !t.from().isAfter(whole.until()) && !until(t).isBefore(whole.from()))
            .toList();
    if (within.isEmpty()) {
      return Optional.empty();
    }
    AgreedTerms first = within.get(0);
    Period days =
        new Period(
            later(first.from(), whole.from()),
            earlier(until(within.get(within.size() - 1)), whole.until()));
    int ofDays = Math.toIntExact(ChronoUnit.DAYS.between(whole.from(), whole.until()) + 1);
    return Optional.of(new Due(days, ofDays, first, first.terms().backup(unit).orElseThrow()));
  }

  private LocalDate until(AgreedTerms agreed) {
    return agreed
        .terms()
        .backup(unit)
        .flatMap(BackupTerms::until)
        .map(end -> earlier(end, agreed.until()))
        .orElse(agreed.until());
  }

  // Counted from the first day each time: 31 January + 2 months is 31 March, not 28.
  private LocalDate start(int index, int months) {
    return contract.from().plusMonths((long) index * months);
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }
}
