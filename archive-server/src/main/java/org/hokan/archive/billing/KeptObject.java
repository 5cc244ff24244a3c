package org.hokan.archive.billing;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.billing.PeriodSchedule.Due;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.Days;

/**
 * An object that a contract keeps or kept, and what is charged of it.
 *
 * @param times in which it was kept; more than one when it came again after its destruction
 * @param held the days on which the unit is agreed, and it is chosen
 * @param paid the days that are charged already
 */
record KeptObject(String key, List<Time> times, Days held, List<Period> paid) {
  /**
   * When it was kept.
   *
   * @param until the day on which it was destroyed; empty: it is kept
   */
  record Time(LocalDate since, Optional<LocalDate> until) {
    boolean meets(Period period) {
      return !since.isAfter(period.until()) && until.filter(period.from()::isAfter).isEmpty();
    }
  }

  /**
   * Days to be charged.
   *
   * @param due the day on which they fall due
   */
  record Owed(Period days, LocalDate due) {}

  KeptObject on(Days days) {
    return new KeptObject(key, times, days, paid);
  }

  /** The days of a period that are to be charged. */
  Optional<Owed> owes(Due due) {
    return since(due.period())
        .flatMap(since -> days(due, since).map(days -> new Owed(days, day(days, since))));
  }

  private LocalDate day(Period days, LocalDate since) {
    LocalDate first = held.within(days.from(), days.until()).first().orElse(days.from());
    return later(first, since);
  }

  private Optional<LocalDate> since(Period period) {
    return times.stream()
        .filter(time -> time.meets(period))
        .map(Time::since)
        .min(Comparator.naturalOrder());
  }

  private Optional<Period> days(Due due, LocalDate since) {
    Period whole = due.period();
    Optional<Period> kept = heldWithin(later(whole.from(), since), whole.until());
    if (kept.isEmpty()) {
      return kept;
    }
    Optional<Period> charged = charged(whole);
    if (due.terms().terms().billing().partPeriods() == PartPeriods.WHOLE) {
      return charged.isPresent() ? Optional.empty() : Optional.of(whole);
    }
    return charged
        .map(kept.get()::besides)
        .orElse(kept)
        .flatMap(rest -> heldWithin(rest.from(), rest.until()));
  }

  /** From the first to the last day on which it is held; days between are given back. */
  private Optional<Period> heldWithin(LocalDate from, LocalDate last) {
    Days days = held.within(from, last);
    return days.first().map(first -> new Period(first, days.last().orElse(first)));
  }

  /** What is charged of a period stands together: it is charged to its end at first. */
  private Optional<Period> charged(Period whole) {
    return paid.stream()
        .filter(whole::meets)
        .reduce(
            (one, other) ->
                new Period(
                    one.from().isBefore(other.from()) ? one.from() : other.from(),
                    later(one.until(), other.until())));
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }
}
