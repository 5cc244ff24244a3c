package org.hokan.archive.contract;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Capacities as people write them: {@code 500GB}, {@code 1.5TB}, {@code 64GiB}. GB and the like are
 * powers of 1000, GiB and the like powers of 1024.
 */
public final class Capacity {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,6})?)\\s*([kKMGTP]i?B|B)");
  private static final Map<Character, Integer> POWERS =
      Map.of('k', 1, 'K', 1, 'M', 2, 'G', 3, 'T', 4, 'P', 5);
  private static final String[] DECIMAL = {"PB", "TB", "GB", "MB", "kB"};

  private Capacity() {}

  /**
   * The number of bytes that a text such as {@code 500GB} means.
   *
   * @throws IllegalArgumentException when it means none, or no whole number above zero
   */
  public static long parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw refused(text);
    }
    String unit = form.group(2);
    int power = POWERS.getOrDefault(unit.charAt(0), 0);
    BigDecimal step = BigDecimal.valueOf(unit.contains("i") ? 1024 : 1000);
    try {
      long bytes = new BigDecimal(form.group(1)).multiply(step.pow(power)).longValueExact();
      if (bytes > 0) {
        return bytes;
      }
    } catch (ArithmeticException e) {
      // Too many, or a fraction of a byte: refused below.
    }
    throw refused(text);
  }

  /** The shortest text that {@link #parse} reads back as this number of bytes. */
  public static String format(long bytes) {
    long step = 1_000_000_000_000_000L;
    for (String unit : DECIMAL) {
      if (bytes >= step && bytes % step == 0) {
        return bytes / step + unit;
      }
      step /= 1000;
    }
    return bytes + "B";
  }

  private static IllegalArgumentException refused(String text) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return new IllegalArgumentException(
        "capacity: '%s' (expected: a size above zero with its unit, such as 500GB, 1.5TB or 64GiB)"
            .formatted(shown));
  }
}
