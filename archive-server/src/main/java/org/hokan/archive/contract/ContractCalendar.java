package org.hokan.archive.contract;

import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the calendar brings to a contract. Worked out from the day alone, so it does not matter how
 * long nobody looked.
 *
 * @param today in the facility's time zone
 * @param reminders how long before the end it is pointed at
 */
record ContractCalendar(LocalDate today, List<Period> reminders) {
  /**
   * Something to tell once.
   *
   * @param action as in the audit trail
   * @param of what tells this notice from another of the same kind
   * @param text for people
   */
  record Notice(String action, String of, String text) {
    String id(String contract) {
      return contract + " " + action.substring(action.indexOf('.') + 1) + " " + of;
    }
  }

  /** All that today, or a day before, has brought; what was told before is among it. */
  List<Notice> notices(Contract contract) {
    List<Notice> notices = new ArrayList<>();
    if (!contract.wasAgreed()) {
      return notices;
    }
    LocalDate last = contract.lastDay();
    if (!today.isBefore(contract.from())) {
      notices.add(
          new Notice(
              "contract.start", contract.from().toString(), "in force from " + contract.from()));
    }
    mark(contract)
        .ifPresent(
            mark ->
                notices.add(
                    new Notice(
                        "contract.remind",
                        Retention.format(mark) + " " + last,
                        ofEnd(contract).orElse(""))));
    unitEnds(contract).forEach(end -> end.notice(this).ifPresent(notices::add));
    if (today.isAfter(last)) {
      notices.add(
          new Notice(
              contract.state(today) == ContractState.TERMINATED
                  ? "contract.terminated"
                  : "contract.expire",
              last.toString(),
              ofEnd(contract).orElse("ended on " + last)));
    }
    return notices;
  }

  /** A unit that ends before its contract. */
  private record UnitEnd(BackupUnit unit, LocalDate last) {
    Optional<Notice> notice(ContractCalendar calendar) {
      return calendar.today.isAfter(last)
          ? Optional.of(new Notice("contract.unit-end", unit + " " + last, text(calendar)))
          : calendar
              .mark(last)
              .map(
                  mark ->
                      new Notice(
                          "contract.remind",
                          "%s %s %s".formatted(unit, Retention.format(mark), last),
                          text(calendar)));
    }

    String text(ContractCalendar calendar) {
      return "its unit %s %s, and takes nothing after it"
          .formatted(unit, calendar.today.isAfter(last) ? "ended on " + last : calendar.ends(last));
    }
  }

  /** Of the terms that hold today. */
  private List<UnitEnd> unitEnds(Contract contract) {
    return contract.termsOn(today).stream()
        .flatMap(agreed -> agreed.terms().backups().stream())
        .flatMap(
            backup ->
                backup.until().stream()
                    .filter(contract.lastDay()::isAfter)
                    .map(last -> new UnitEnd(backup.unit(), last)))
        .toList();
  }

  /** The nearest of the reminders that are due, while the contract runs. */
  Optional<Period> mark(Contract contract) {
    return contract.wasAgreed() ? mark(contract.lastDay()) : Optional.empty();
  }

  private Optional<Period> mark(LocalDate last) {
    return today.isAfter(last)
        ? Optional.empty()
        : reminders.stream()
            .filter(mark -> !today.isBefore(last.minus(mark)))
            .max(Comparator.comparing(last::minus));
  }

  /** What to know of its end and of the ends of its units, if they are near or past. */
  Optional<String> reminder(Contract contract) {
    List<String> said = new ArrayList<>();
    ofEnd(contract).ifPresent(said::add);
    unitEnds(contract).stream()
        .filter(end -> end.notice(this).isPresent())
        .forEach(end -> said.add(end.text(this)));
    return said.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", said));
  }

  private Optional<String> ofEnd(Contract contract) {
    LocalDate last = contract.lastDay();
    if (!contract.wasAgreed()) {
      return Optional.empty();
    }
    if (today.isAfter(last)) {
      LocalDate kept = contract.keptUntil();
      return Optional.of(
          today.isAfter(kept)
              ? "ended on %s, its grace on %s".formatted(last, kept)
              : "ended on %s, all is kept until %s".formatted(last, kept));
    }
    return mark(contract).map(mark -> ends(last));
  }

  private String ends(LocalDate last) {
    return "ends on %s, %s".formatted(last, inDays(ChronoUnit.DAYS.between(today, last)));
  }

  private static String inDays(long days) {
    return days == 0 ? "today" : days == 1 ? "tomorrow" : "in %d days".formatted(days);
  }
}
