package org.hokan.archive.contract;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How something kept is to be compressed, and when. Its text is what a rule's actions say.
 *
 * @param delay after the arrival; zero unless the time is {@link Time#AFTER}
 */
public record CompressionOrder(Compression form, Time time, Duration delay) {
  /** When. */
  public enum Time {
    /** As soon as it is stored. */
    AT_ONCE,
    /** In the night after its arrival, as the configuration says when that is. */
    NIGHTLY,
    /** So long after its arrival. */
    AFTER
  }

  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final Pattern DELAY = Pattern.compile("(\\d{1,4})(h|d)");
  private static final String EXPECTED =
      "at-once, nightly, or hours or days from 1h to 3650d, such as 12h or 30d";

  public CompressionOrder {
    boolean delayed = !delay.isZero();
    if (delayed != (time == Time.AFTER) || delay.isNegative() || delay.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("compress: %s (expected: %s)".formatted(delay, EXPECTED));
    }
  }

  /** As soon as it is stored. */
  public static CompressionOrder atOnce(Compression form) {
    return new CompressionOrder(form, Time.AT_ONCE, Duration.ZERO);
  }

  /**
   * Reads the values of the two actions.
   *
   * @param time when; empty: at once
   * @throws IllegalArgumentException when one is none
   */
  static CompressionOrder parse(String form, Optional<String> time) {
    Compression parsed = Compression.parse(form);
    String word = time.orElse("at-once");
    Matcher delay = DELAY.matcher(word);
    if (delay.matches()) {
      long number = Long.parseLong(delay.group(1));
      Duration after =
          delay.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number);
      if (!after.isZero()) {
        return new CompressionOrder(parsed, Time.AFTER, after);
      }
    }
    return switch (word) {
      case "at-once" -> atOnce(parsed);
      case "nightly" -> new CompressionOrder(parsed, Time.NIGHTLY, Duration.ZERO);
      default ->
          throw new IllegalArgumentException(
              "compress: '%s' (expected: %s)".formatted(word, EXPECTED));
    };
  }

  /** The word for when; empty for at once. */
  private String timeWord() {
    return switch (time) {
      case AT_ONCE -> "";
      case NIGHTLY -> time.name().toLowerCase(Locale.ROOT);
      case AFTER -> delay.toHours() % 24 == 0 ? delay.toDays() + "d" : delay.toHours() + "h";
    };
  }

  /** {@code lossless}, or {@code lossless,compress=nightly}. */
  @Override
  public String toString() {
    return timeWord().isEmpty() ? form.word() : form.word() + ",compress=" + timeWord();
  }
}
