package org.hokan.dicom.image.codec.jpegls;

import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;

/**
 * The parameters that one scan is coded with (T.87 §A.1, §C.2.4.1.1). Immutable.
 *
 * @param maxValue the largest value of a sample (MAXVAL)
 * @param near the largest difference of a sample (NEAR), 0 for none
 * @param threshold1 of the local gradients, as are the next two
 * @param reset how many samples of a context halve its counts (RESET)
 */
record Coding(int maxValue, int near, int threshold1, int threshold2, int threshold3, int reset) {
  private static final int RESET = 64;

  Coding {
    if (maxValue < 1
        || maxValue > 65_535
        || near > Math.min(255, maxValue / 2)
        || threshold1 < near + 1
        || threshold2 < threshold1
        || threshold3 < threshold2
        || threshold3 > maxValue
        || reset < 3
        || reset > Math.max(255, maxValue)) {
      throw new CodecException(
          Reason.DAMAGED,
          "JPEG-LS coding parameters: MAXVAL %d, NEAR %d, thresholds %d, %d and %d, RESET %d (expected: ascending; T.87 §C.2.4.1.1)"
              .formatted(maxValue, near, threshold1, threshold2, threshold3, reset));
    }
  }

  /** The default thresholds for a largest value (T.87 §C.2.4.1.1.1). */
  static Coding standard(int maxValue, int near) {
    int t1;
    int t2;
    int t3;
    if (maxValue >= 128) {
      int factor = (Math.min(maxValue, 4095) + 128) / 256;
      t1 = factor + 2 + 3 * near;
      t2 = factor * 4 + 3 + 5 * near;
      t3 = factor * 17 + 4 + 7 * near;
    } else {
      int factor = 256 / (maxValue + 1);
      t1 = Math.max(2, 3 / factor + 3 * near);
      t2 = Math.max(3, 7 / factor + 5 * near);
      t3 = Math.max(4, 21 / factor + 7 * near);
    }
    t1 = within(t1, near + 1, maxValue);
    t2 = within(t2, t1, maxValue);
    return new Coding(maxValue, near, t1, t2, within(t3, t2, maxValue), RESET);
  }

  private static int within(int value, int least, int most) {
    return value < least || value > most ? least : value;
  }

  /** How many values an error can have (RANGE). */
  int range() {
    return (maxValue + 2 * near) / step() + 1;
  }

  /** The width of a quantised error: 1 where nothing is lost. */
  int step() {
    return 2 * near + 1;
  }

  /** Bits of such a value (qbpp). */
  int errorBits() {
    return bits(range());
  }

  /** The longest code of an error, in bits (LIMIT). */
  int limit() {
    int sampleBits = Math.max(2, bits(maxValue + 1));
    return 2 * (sampleBits + Math.max(8, sampleBits));
  }

  private static int bits(int values) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(values - 1);
  }

  /** The region of each difference of two neighbours from -maxValue on, -4 to 4 (T.87 §A.3.3). */
  byte[] regions() {
    byte[] regions = new byte[2 * maxValue + 1];
    for (int difference = 0; difference <= maxValue; difference++) {
      byte region = region(difference);
      regions[maxValue + difference] = region;
      regions[maxValue - difference] = (byte) -region;
    }
    return regions;
  }

  private byte region(int difference) {
    if (difference <= near) {
      return 0;
    }
    if (difference < threshold1) {
      return 1;
    }
    if (difference < threshold2) {
      return 2;
    }
    return (byte) (difference < threshold3 ? 3 : 4);
  }
}
