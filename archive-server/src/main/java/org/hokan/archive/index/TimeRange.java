package org.hokan.archive.index;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Range matching of dates and times (PS3.4 §C.2.2.2.5): "a-b", "a-", "-b", both ends included; a
 * single value is the range of the time that it names.
 *
 * @param isRange whether the key has a hyphen, and not only one value
 */
record TimeRange(@Nullable Moment from, @Nullable Moment to, boolean isRange) {
  /**
   * A hyphen before four digits at the end, at most 14 hours, is an offset from UTC and no range.
   */
  private static final Pattern WITH_OFFSET = Pattern.compile(".*-(0\\d|1[0-4])\\d{2}");

  private static final Pattern TWO_DATE_TIMES =
      Pattern.compile("(\\d{4}[\\d.]*(?:[+-]\\d{4})?)?-(\\d{4}[\\d.]*(?:[+-]\\d{4})?)?");

  static Optional<TimeRange> ofDates(String key) {
    return split(key, Moment::ofDate);
  }

  static Optional<TimeRange> ofTimes(String key) {
    return split(key, Moment::ofTime);
  }

  static Optional<TimeRange> ofDateTimes(String key) {
    String text = key.replace(" ", "");
    Optional<Moment> single = Moment.ofDateTime(text);
    if (single.isPresent() && (text.indexOf('-') < 0 || WITH_OFFSET.matcher(text).matches())) {
      return single.map(moment -> new TimeRange(moment, moment, false));
    }
    Matcher two = TWO_DATE_TIMES.matcher(text);
    return two.matches() ? of(two.group(1), two.group(2), Moment::ofDateTime) : Optional.empty();
  }

  private static Optional<TimeRange> split(String key, Function<String, Optional<Moment>> parser) {
    String text = key.replace(" ", "");
    int hyphen = text.indexOf('-');
    if (hyphen < 0) {
      return parser.apply(text).map(moment -> new TimeRange(moment, moment, false));
    }
    return of(text.substring(0, hyphen), text.substring(hyphen + 1), parser);
  }

  private static Optional<TimeRange> of(
      @Nullable String from, @Nullable String to, Function<String, Optional<Moment>> parser) {
    Optional<Moment> first = Optional.ofNullable(from).flatMap(parser);
    Optional<Moment> last = Optional.ofNullable(to).flatMap(parser);
    boolean broken =
        (first.isEmpty() && from != null && !from.isEmpty())
            || (last.isEmpty() && to != null && !to.isEmpty())
            || (first.isEmpty() && last.isEmpty());
    return broken
        ? Optional.empty()
        : Optional.of(new TimeRange(first.orElse(null), last.orElse(null), true));
  }

  boolean contains(Moment value) {
    return (from == null || value.notBefore(from)) && (to == null || value.notAfter(to));
  }

  /**
   * The range of moments that a range of dates and a range of times name together, when the SCU
   * negotiated it (PS3.4 §C.2.2.2.5): from the first time on the first date to the last time on the
   * last date.
   */
  static TimeRange combined(TimeRange dates, TimeRange times) {
    Moment from = dates.from;
    Moment to = dates.to;
    if (from != null && times.from != null) {
      from = times.from.on(from.first());
    }
    if (to != null && times.to != null) {
      to = times.to.on(to.first());
    }
    return new TimeRange(from, to, true);
  }
}
