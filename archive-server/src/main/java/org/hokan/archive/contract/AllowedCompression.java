package org.hokan.archive.contract;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far what is kept may be compressed.
 *
 * @param quality the name of the quality that a lossy one keeps; empty for the others. {@code
 *     near-3}: no sample differs by more than 3; what another one means, no node knows, so that
 *     under it nothing is lost
 * @param loss of a lossy one: what becomes of the objects; for the others the usual
 */
public record AllowedCompression(Level level, String quality, LossTerms loss) {
  /** Not at all, without loss, or with loss. */
  public enum Level {
    NONE,
    LOSSLESS,
    LOSSY
  }

  /** Every bit can be given back. */
  public static final AllowedCompression LOSSLESS =
      new AllowedCompression(Level.LOSSLESS, "", LossTerms.USUAL);

  private static final Pattern NEAR = Pattern.compile("near-([1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])");
  private static final Pattern LOSSY = Pattern.compile("lossy:([A-Za-z0-9][A-Za-z0-9._-]{0,31})");

  public AllowedCompression {
    if ((level == Level.LOSSY) == quality.isEmpty()) {
      throw new IllegalArgumentException(
          "compression: %s with the quality '%s' (expected: a quality with lossy, and only there)"
              .formatted(level, quality));
    }
    if (level != Level.LOSSY && !loss.equals(LossTerms.USUAL)) {
      throw new IllegalArgumentException(
          "lossyUids, originalKept: with compression %s (expected: only with lossy)"
              .formatted(level.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Whether it lets an order be followed. */
  boolean allows(CompressionOrder order) {
    return order.form() == Compression.LOSSY
        ? allowedLoss().isPresent()
        : level != Level.NONE || order.form() == Compression.NONE;
  }

  /** What may be lost; empty: nothing. */
  Optional<AllowedLoss> allowedLoss() {
    Matcher near = NEAR.matcher(quality);
    return near.matches()
        ? Optional.of(new AllowedLoss(Integer.parseInt(near.group(1)), loss))
        : Optional.empty();
  }

  AllowedCompression with(LossTerms terms) {
    return new AllowedCompression(level, quality, terms);
  }

  /** Reads {@code none}, {@code lossless} or {@code lossy:QUALITY}. */
  static AllowedCompression parse(String text) {
    Matcher lossy = LOSSY.matcher(text);
    if (lossy.matches()) {
      return new AllowedCompression(Level.LOSSY, lossy.group(1), LossTerms.USUAL);
    }
    return switch (text) {
      case "none" -> new AllowedCompression(Level.NONE, "", LossTerms.USUAL);
      case "lossless" -> LOSSLESS;
      default ->
          throw new IllegalArgumentException(
              "compression: '%s' (expected: none, lossless, or lossy with the name of its quality, such as lossy:near-3)"
                  .formatted(text.length() > 40 ? text.substring(0, 40) + "..." : text));
    };
  }

  @Override
  public String toString() {
    String word = level.name().toLowerCase(Locale.ROOT);
    return quality.isEmpty() ? word : word + ":" + quality;
  }
}
