package org.hokan.archive.contract;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Days on which something holds, as ranges that do not touch, the earliest first. Immutable.
 *
 * @param ranges none: it never holds
 */
public record Days(List<Range> ranges) {
  /** Every day that is meant by an open end. */
  public static final LocalDate WITHOUT_END = LocalDate.MAX;

  public static final Days NEVER = new Days(List.of());
  public static final Days ALWAYS = of(LocalDate.MIN, WITHOUT_END);

  /**
   * One day after the other.
   *
   * @param until the last day, itself in it
   */
  public record Range(LocalDate from, LocalDate until) {
    private Optional<Range> and(LocalDate first, LocalDate last) {
      LocalDate begin = from.isAfter(first) ? from : first;
      LocalDate end = until.isBefore(last) ? until : last;
      return end.isBefore(begin) ? Optional.empty() : Optional.of(new Range(begin, end));
    }

    private long count() {
      return ChronoUnit.DAYS.between(from, until) + 1;
    }
  }

  public Days {
    ranges = List.copyOf(ranges);
  }

  /** All days from one to another; none when the last is before the first. */
  public static Days of(LocalDate from, LocalDate until) {
    return until.isBefore(from) ? NEVER : new Days(List.of(new Range(from, until)));
  }

  /** Whether it holds on a day. */
  public boolean has(LocalDate day) {
    return ranges.stream().anyMatch(r -> !day.isBefore(r.from()) && !day.isAfter(r.until()));
  }

  /** Those from one day to another. */
  public Days within(LocalDate from, LocalDate until) {
    return new Days(ranges.stream().flatMap(range -> range.and(from, until).stream()).toList());
  }

  /** Those that both have. */
  public Days and(Days other) {
    return new Days(
        ranges.stream()
            .flatMap(range -> other.within(range.from(), range.until()).ranges().stream())
            .toList());
  }

  /** The same before a day; from it on it holds, or it does not. */
  public Days from(LocalDate day, boolean holds) {
    List<Range> before =
        day.equals(LocalDate.MIN) ? List.of() : within(LocalDate.MIN, day.minusDays(1)).ranges();
    return holds ? joined(before, List.of(new Range(day, WITHOUT_END))) : new Days(before);
  }

  /** These and further ones, all of which are later. */
  public Days then(Days later) {
    return joined(ranges, later.ranges);
  }

  private static Days joined(List<Range> some, List<Range> others) {
    List<Range> all = new ArrayList<>();
    for (Range next : Stream.concat(some.stream(), others.stream()).toList()) {
      Range last = all.isEmpty() ? next : all.get(all.size() - 1);
      if (!all.isEmpty() && last.until().plusDays(1).equals(next.from())) {
        all.set(all.size() - 1, new Range(last.from(), next.until()));
      } else {
        all.add(next);
      }
    }
    return new Days(all);
  }

  /** How many there are; without an open end. */
  public long count() {
    return ranges.stream().mapToLong(Range::count).sum();
  }

  /** The first of all. */
  public Optional<LocalDate> first() {
    return ranges.stream().findFirst().map(Range::from);
  }

  /** The last of all; {@link #WITHOUT_END} where there is none. */
  public Optional<LocalDate> last() {
    return ranges.isEmpty() ? Optional.empty() : Optional.of(ranges.get(ranges.size() - 1).until());
  }
}
