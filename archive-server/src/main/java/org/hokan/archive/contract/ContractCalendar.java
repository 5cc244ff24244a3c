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
                        reminder(contract).orElse(""))));
    if (today.isAfter(last)) {
      notices.add(
          new Notice(
              contract.state(today) == ContractState.TERMINATED
                  ? "contract.terminated"
                  : "contract.expire",
              last.toString(),
              reminder(contract).orElse("ended on " + last)));
    }
    return notices;
  }

  /** The nearest of the reminders that are due, while the contract runs. */
  Optional<Period> mark(Contract contract) {
    LocalDate last = contract.lastDay();
    if (!contract.wasAgreed() || today.isAfter(last)) {
      return Optional.empty();
    }
    return reminders.stream()
        .filter(mark -> !today.isBefore(last.minus(mark)))
        .max(Comparator.comparing(last::minus));
  }

  /** What to know of the end, if it is near or past. */
  Optional<String> reminder(Contract contract) {
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
    return mark(contract)
        .map(
            mark -> "ends on %s, %s".formatted(last, inDays(ChronoUnit.DAYS.between(today, last))));
  }

  private static String inDays(long days) {
    return days == 0 ? "today" : days == 1 ? "tomorrow" : "in %d days".formatted(days);
  }
}
