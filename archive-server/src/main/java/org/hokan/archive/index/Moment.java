package org.hokan.archive.index;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of DA, TM or DT (PS3.5 §6.2) as the span of time that it names: "10" is the hour, from
 * its first to its last microsecond.
 *
 * @param first microsecond, of the day for TM, since 1970 otherwise; as the clock there shows it
 * @param last microsecond that still belongs to it
 * @param offsetSeconds from UTC, when a DT says so
 */
record Moment(long first, long last, OptionalInt offsetSeconds) {
  static final long DAY = 86_400_000_000L;

  private static final long SECOND = 1_000_000L;
  private static final Pattern DATE = Pattern.compile("(\\d{4})([.]?)(\\d{2})\\2(\\d{2})");
  private static final Pattern TIME =
      Pattern.compile("(\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:[.](\\d{1,6}))?)?)?");
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "(\\d{4})(?:(\\d{2})(?:(\\d{2})(\\d{2}(?:\\d{2}(?:\\d{2}(?:[.]\\d{1,6})?)?)?)?)?)?([+-]\\d{4})?");

  /** A date; also with dots, as ACR-NEMA wrote it (PS3.5 §6.2 note). */
  static Optional<Moment> ofDate(String text) {
    return Optional.ofNullable(normalDate(text)).flatMap(Moment::dayOf);
  }

  /** Eight digits, or null when the text is no date. */
  static @Nullable String normalDate(String text) {
    Matcher date = DATE.matcher(text.strip());
    if (!date.matches()) {
      return null;
    }
    String digits = date.group(1) + date.group(3) + date.group(4);
    return dayOf(digits).isPresent() ? digits : null;
  }

  private static Optional<Moment> dayOf(String digits) {
    try {
      LocalDate date =
          LocalDate.of(
              Integer.parseInt(digits.substring(0, 4)),
              Integer.parseInt(digits.substring(4, 6)),
              Integer.parseInt(digits.substring(6, 8)));
      long first = date.toEpochDay() * DAY;
      return Optional.of(new Moment(first, first + DAY - 1, OptionalInt.empty()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A time of day; also with colons, as ACR-NEMA wrote it. */
  static Optional<Moment> ofTime(String text) {
    Matcher time = TIME.matcher(text.strip());
    if (!time.matches()) {
      return Optional.empty();
    }
    int hour = Integer.parseInt(time.group(1));
    int minute = time.group(2) == null ? 0 : Integer.parseInt(time.group(2));
    int second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
    if (hour > 23 || minute > 59 || second > 60) {
      return Optional.empty();
    }
    String fraction = time.group(4) == null ? "" : time.group(4);
    long first = (hour * 3600L + minute * 60L + second) * SECOND + micros(fraction);
    long unit =
        time.group(2) == null ? 3600 * SECOND : time.group(3) == null ? 60 * SECOND : SECOND;
    for (int i = 0; i < fraction.length(); i++) {
      unit /= 10;
    }
    return Optional.of(new Moment(first, first + unit - 1, OptionalInt.empty()));
  }

  private static long micros(String fraction) {
    return Long.parseLong((fraction + "000000").substring(0, 6));
  }

  /** A date and time, as exact as it says. */
  static Optional<Moment> ofDateTime(String text) {
    Matcher parts = DATE_TIME.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      Optional<Moment> moment = local(parts);
      OptionalInt offset = offset(parts.group(5));
      return moment.map(m -> new Moment(m.first, m.last, offset));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Moment> local(Matcher parts) {
    int year = Integer.parseInt(parts.group(1));
    if (parts.group(2) == null) {
      return span(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1));
    }
    YearMonth month = YearMonth.of(year, Integer.parseInt(parts.group(2)));
    if (parts.group(3) == null) {
      return span(month.atDay(1), month.plusMonths(1).atDay(1));
    }
    LocalDate day = month.atDay(Integer.parseInt(parts.group(3)));
    if (parts.group(4) == null) {
      return span(day, day.plusDays(1));
    }
    return ofTime(parts.group(4)).map(time -> time.on(day.toEpochDay() * DAY));
  }

  private static Optional<Moment> span(LocalDate from, LocalDate until) {
    return Optional.of(
        new Moment(from.toEpochDay() * DAY, until.toEpochDay() * DAY - 1, OptionalInt.empty()));
  }

  private static OptionalInt offset(@Nullable String text) {
    if (text == null) {
      return OptionalInt.empty();
    }
    int seconds =
        Integer.parseInt(text.substring(1, 3)) * 3600 + Integer.parseInt(text.substring(3)) * 60;
    return OptionalInt.of(text.charAt(0) == '-' ? -seconds : seconds);
  }

  /** This time on the day that begins with that microsecond. */
  Moment on(long midnight) {
    return new Moment(midnight + first, midnight + last, offsetSeconds);
  }

  /** Whether this begins no earlier than {@code from} does; in UTC when both know their offset. */
  boolean notBefore(Moment from) {
    return first - shift(from) >= from.first - from.shift(this);
  }

  /** Whether this begins no later than {@code to} ends; in UTC when both know their offset. */
  boolean notAfter(Moment to) {
    return first - shift(to) <= to.last - to.shift(this);
  }

  private long shift(Moment other) {
    return offsetSeconds.isPresent() && other.offsetSeconds.isPresent()
        ? offsetSeconds.getAsInt() * SECOND
        : 0;
  }
}
