package org.hokan.archive.contract;

import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Retention periods as people write them: {@code 10y}, {@code 6m}, {@code 2w}, {@code 30d}. */
final class Retention {
  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,4})([ymwd])");
  private static final int MOST_MONTHS = 12_000;

  private Retention() {}

  static Period parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw refused(text);
    }
    int number = Integer.parseInt(form.group(1));
    Period period =
        switch (form.group(2)) {
          case "y" -> Period.ofYears(number);
          case "m" -> Period.ofMonths(number);
          case "w" -> Period.ofWeeks(number);
          default -> Period.ofDays(number);
        };
    if (period.toTotalMonths() > MOST_MONTHS) {
      throw refused(text);
    }
    return period;
  }

  /**
   * As rows and packs have it: ISO 8601 ({@code P10Y}), or as people write it.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static Period stored(String text) {
    try {
      return text.startsWith("P") ? Period.parse(text) : parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "stored retention: '%s' (expected: such as P10Y, P6M or P30D)".formatted(text), e);
    }
  }

  static String format(Period period) {
    if (period.getDays() > 0) {
      return period.getDays() + "d";
    }
    return period.getMonths() > 0 ? period.toTotalMonths() + "m" : period.getYears() + "y";
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "retention: '%s' (expected: such as 10y, 6m, 2w or 30d, at most 1000 years)"
            .formatted(text));
  }
}
