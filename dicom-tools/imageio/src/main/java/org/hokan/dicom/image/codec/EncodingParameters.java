package org.hokan.dicom.image.codec;

/**
 * How to encode. What a codec has no use for it does not look at; {@link #LOSSLESS} is right for
 * all syntaxes that lose nothing.
 *
 * @param quality 1 to 100 of JPEG's quality scale, for JPEG and JPEG XL
 * @param maxError the largest difference of a sample, 0 for none, for JPEG-LS (NEAR)
 * @param compressionRatio uncompressed to compressed size, above 1, for JPEG 2000; 0 to lose
 *     nothing
 * @param effort 1 (fast) to 9 (small), for Deflate and JPEG XL
 */
public record EncodingParameters(int quality, int maxError, double compressionRatio, int effort) {

  /** Nothing is lost where the syntax allows it; quality 90 where it does not. */
  public static final EncodingParameters LOSSLESS = new EncodingParameters(90, 0, 0, 6);

  public EncodingParameters {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("quality: %d (expected: 1 to 100)".formatted(quality));
    }
    if (maxError < 0 || maxError > 255) {
      throw new IllegalArgumentException("maxError: %d (expected: 0 to 255)".formatted(maxError));
    }
    if (!(compressionRatio == 0 || compressionRatio > 1)) {
      throw new IllegalArgumentException(
          "compressionRatio: %s (expected: above 1, or 0 for none)".formatted(compressionRatio));
    }
    if (effort < 1 || effort > 9) {
      throw new IllegalArgumentException("effort: %d (expected: 1 to 9)".formatted(effort));
    }
  }

  /** These with another quality. */
  public EncodingParameters withQuality(int value) {
    return new EncodingParameters(value, maxError, compressionRatio, effort);
  }

  /** These with another largest difference. */
  public EncodingParameters withMaxError(int value) {
    return new EncodingParameters(quality, value, compressionRatio, effort);
  }

  /** These with another compression ratio. */
  public EncodingParameters withCompressionRatio(double value) {
    return new EncodingParameters(quality, maxError, value, effort);
  }

  /** These with another effort. */
  public EncodingParameters withEffort(int value) {
    return new EncodingParameters(quality, maxError, compressionRatio, value);
  }
}
