package org.hokan.archive.contract;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The compression that a rule asks for. All of them but one give back every bit. */
public enum Compression {
  /** Kept as it came. */
  NONE,
  /** Whichever lossless form the node finds best. */
  LOSSLESS,
  /** JPEG streams as JPEG XL, of which the very same streams come back; others as they came. */
  JPEG_XL,
  JPEG_LOSSLESS,
  JPEG_LS_LOSSLESS,
  JPEG_2000_LOSSLESS,
  HTJ2K_LOSSLESS,
  RLE,
  DEFLATE,
  /** As much as the contract lets be lost; what cannot be, as {@link #LOSSLESS}. */
  LOSSY;

  /** Whether this version makes it; a rule of before may name one that it does not. */
  boolean isMade() {
    return this != HTJ2K_LOSSLESS;
  }

  /** The word for it in a rule's actions. */
  public String word() {
    return Words.of(this);
  }

  /**
   * The compression of that word.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Compression parse(String word) {
    return Arrays.stream(values())
        .filter(c -> c.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "compression: '%s' (expected: one of %s)".formatted(word, words())));
  }

  private static String words() {
    return Arrays.stream(values()).map(Compression::word).collect(Collectors.joining(", "));
  }
}
