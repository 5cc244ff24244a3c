package org.hokan.archive.config;

import java.math.RoundingMode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the values of a key look like.
 *
 * @param expected the form and range, for people
 * @param list whether it is a list of values
 * @param parse makes a value of its texts (one text unless it is a list); throws {@code
 *     IllegalArgumentException} when it is none
 */
record ValueType<T>(String expected, boolean list, Function<List<String>, T> parse) {
  private static final Pattern AE_TITLE =
      Pattern.compile("(?=\\S)[\\x20-\\x5B\\x5D-\\x7E]{1,16}(?<=\\S)");
  private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
  private static final Pattern UID = Pattern.compile("[0-9]+([.][0-9]+)+");

  static ValueType<String> text(String expected) {
    return one(expected, text -> text);
  }

  static ValueType<String> registrationNumber() {
    return one(
        "empty, or T and 13 digits, the first of them the check digit of the others",
        text -> checked(text, text.isEmpty() || isRegistrationNumber(text)));
  }

  /**
   * As for corporate numbers in Japan: 9 less the digits' sum, every second one twice, modulo 9.
   */
  private static boolean isRegistrationNumber(String text) {
    if (!text.matches("T[0-9]{13}")) {
      return false;
    }
    int sum = 0;
    for (int place = 1; place <= 12; place++) {
      sum += (text.charAt(text.length() - place) - '0') * (place % 2 == 0 ? 2 : 1);
    }
    return text.charAt(1) - '0' == 9 - sum % 9;
  }

  static ValueType<String> electronicAddress() {
    return one(
        "empty, or a scheme of four digits, a colon and an identifier, such as 0188:7000012050002",
        text -> checked(text, text.matches("([0-9]{4}:[A-Za-z0-9._:-]{1,50})?")));
  }

  static ValueType<String> line(int most) {
    return one(
        "a text on one line, at most %d characters".formatted(most),
        text ->
            checked(
                text,
                text.length() <= most && text.codePoints().noneMatch(Character::isISOControl)));
  }

  static ValueType<String> aeTitle() {
    return one(
        "an AE title: 1 to 16 printable characters; PS3.5 §6.2",
        text -> checked(text, AE_TITLE.matcher(text).matches()));
  }

  static ValueType<String> jdbcUrl() {
    return one(
        "empty, or a JDBC URL that begins with jdbc:postgresql: or jdbc:h2:",
        text ->
            checked(
                text,
                text.isEmpty()
                    || text.startsWith("jdbc:postgresql:")
                    || text.startsWith("jdbc:h2:")));
  }

  static ValueType<Integer> integer(int min, int max) {
    return one(
        "a whole number from %d to %d".formatted(min, max),
        text -> {
          int value = Integer.parseInt(text);
          return checked(value, value >= min && value <= max);
        });
  }

  static ValueType<Long> bytes(String min, String max) {
    long least = ByteSize.parse(min);
    long most = ByteSize.parse(max);
    return one(
        "a size from %s to %s, such as 64MiB or 500GB".formatted(min, max),
        text -> {
          long value = ByteSize.parse(text);
          return checked(value, value >= least && value <= most);
        });
  }

  static ValueType<Duration> duration(String min, String max) {
    Duration least = TimeSpan.parse(min);
    Duration most = TimeSpan.parse(max);
    return one(
        "a duration from %s to %s, such as 30s or 10m".formatted(min, max),
        text -> {
          Duration value = TimeSpan.parse(text);
          return checked(value, value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
        });
  }

  static ValueType<LocalTime> timeOfDay() {
    return one(
        "a time of day, such as 22:00",
        text -> {
          checked(text, TIME.matcher(text).matches());
          return LocalTime.parse(text);
        });
  }

  static ValueType<ZoneId> zone() {
    return one("a time zone, such as Asia/Tokyo or UTC", ValueType::zoneOf);
  }

  static ValueType<Path> path() {
    return one("a path", ValueType::pathOf);
  }

  static ValueType<List<Path>> paths() {
    return new ValueType<>(
        "a list of paths", true, texts -> texts.stream().map(ValueType::pathOf).toList());
  }

  /** Numbers of days. */
  static ValueType<List<Period>> days() {
    return new ValueType<>(
        "a list of days from 1d to 3650d, such as 90d, 30d",
        true,
        texts ->
            texts.stream()
                .map(text -> checked(text, text.matches("[1-9][0-9]{0,3}d")))
                .map(text -> Integer.parseInt(text.substring(0, text.length() - 1)))
                .map(days -> Period.ofDays(checked(days, days <= 3650)))
                .toList());
  }

  /** Shares of a whole, in rising order. */
  static ValueType<List<Integer>> percents() {
    return new ValueType<>(
        "a list of percents from 1 to 1000, such as 80, 100",
        true,
        texts ->
            texts.stream()
                .map(text -> checked(text, text.matches("[1-9][0-9]{0,3}")))
                .map(Integer::parseInt)
                .map(percent -> checked(percent, percent <= 1000))
                .sorted()
                .distinct()
                .toList());
  }

  static ValueType<List<LocalDate>> dates() {
    return new ValueType<>(
        "a list of days, such as 2027-01-01",
        true,
        texts -> texts.stream().map(ValueType::dateOf).toList());
  }

  private static LocalDate dateOf(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static ValueType<List<Configuration.Course>> courses() {
    return new ValueType<>(
        "a list of NAME:MONTHS:POINTS, with 1 to 120 months and 0 to 1000000 points, such as QUARTERLY:3:3",
        true,
        texts -> texts.stream().map(ValueType::course).toList());
  }

  private static Configuration.Course course(String text) {
    checked(text, text.matches("[A-Z][A-Z0-9_]{0,15}:[0-9]{1,3}:[0-9]{1,7}"));
    String[] parts = text.split(":", -1);
    int months = Integer.parseInt(parts[1]);
    int points = Integer.parseInt(parts[2]);
    boolean known = parts[0].equals("ANNUAL") || parts[0].equals("MONTHLY");
    checked(text, !known && months >= 1 && months <= 120 && points <= 1_000_000);
    return new Configuration.Course(parts[0], months, points);
  }

  /** All ways of rounding that always give an amount. */
  static ValueType<RoundingMode> rounding() {
    return one(
        "one of UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN",
        text -> {
          RoundingMode mode = RoundingMode.valueOf(text);
          return checked(mode, mode != RoundingMode.UNNECESSARY);
        });
  }

  static ValueType<List<String>> uids() {
    return new ValueType<>(
        "a list of UIDs; PS3.5 §9",
        true,
        texts -> {
          texts.forEach(text -> checked(text, text.length() <= 64 && UID.matcher(text).matches()));
          return List.copyOf(texts);
        });
  }

  static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
    List<String> words = List.of(type.getEnumConstants()).stream().map(Enum::name).toList();
    return one(
        "one of " + String.join(", ", words),
        text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
  }

  /** One of several words, as they stand in the file. */
  static ValueType<String> word(String... words) {
    List<String> known = List.of(words);
    return one("one of " + String.join(", ", words), text -> checked(text, known.contains(text)));
  }

  private static <T> ValueType<T> one(String expected, Function<String, T> parse) {
    return new ValueType<>(expected, false, texts -> parse.apply(texts.get(0)));
  }

  private static <T> T checked(T value, boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private static ZoneId zoneOf(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Path pathOf(String text) {
    try {
      return checked(Path.of(text), !text.isBlank());
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
