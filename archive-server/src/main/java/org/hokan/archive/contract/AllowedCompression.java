package org.hokan.archive.contract;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far what is kept may be compressed.
 *
 * @param quality the name of the quality that a lossy one keeps; empty for the others
 */
public record AllowedCompression(Level level, String quality) {
  /** Not at all, without loss, or with loss. */
  public enum Level {
    NONE,
    LOSSLESS,
    LOSSY
  }

  /** Every bit can be given back. */
  public static final AllowedCompression LOSSLESS = new AllowedCompression(Level.LOSSLESS, "");

  private static final Pattern LOSSY = Pattern.compile("lossy:([A-Za-z0-9][A-Za-z0-9._-]{0,31})");

  public AllowedCompression {
    if ((level == Level.LOSSY) == quality.isEmpty()) {
      throw new IllegalArgumentException(
          "compression: %s with the quality '%s' (expected: a quality with lossy, and only there)"
              .formatted(level, quality));
    }
  }

  /** Whether it lets an order be followed; all orders of rules give back every bit. */
  boolean allows(CompressionOrder order) {
    return level != Level.NONE || order.form() == Compression.NONE;
  }

  /** Reads {@code none}, {@code lossless} or {@code lossy:QUALITY}. */
  static AllowedCompression parse(String text) {
    Matcher lossy = LOSSY.matcher(text);
    if (lossy.matches()) {
      return new AllowedCompression(Level.LOSSY, lossy.group(1));
    }
    return switch (text) {
      case "none" -> new AllowedCompression(Level.NONE, "");
      case "lossless" -> LOSSLESS;
      default ->
          throw new IllegalArgumentException(
              "compression: '%s' (expected: none, lossless, or lossy with the name of its quality, such as lossy:diagnostic)"
                  .formatted(text.length() > 40 ? text.substring(0, 40) + "..." : text));
    };
  }

  @Override
  public String toString() {
    String word = level.name().toLowerCase(Locale.ROOT);
    return quality.isEmpty() ? word : word + ":" + quality;
  }
}
