package org.hokan.dicom.image.codec.jpegls;

import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;

/** Samples out of the bits of a scan. Used once. */
final class ScanDecoder extends Scan {
  private static final int LARGEST_ERROR = 65_535;

  private final BitReader in;
  private final int limit;
  private final int errorBits;

  ScanDecoder(Coding coding, int columns, BitReader in) {
    super(coding, columns);
    this.in = in;
    this.limit = coding.limit();
    this.errorBits = coding.errorBits();
  }

  @Override
  int error(int actual, int predicted, int sign, int k, boolean inverted) {
    int code = code(k, limit);
    int error = code >> 1 ^ -(code & 1); // its sign is as good as random: no branch
    return checked(inverted ? -error - 1 : error);
  }

  @Override
  int runEndError(
      int actual, int predicted, int sign, int k, int type, boolean negativeIsOdd, int limit) {
    int code = code(k, limit) + type;
    boolean odd = (code & 1) == 1;
    int magnitude = (code + 1) >> 1;
    return checked(odd == negativeIsOdd ? -magnitude : magnitude);
  }

  /** A limited-length Golomb code (T.87 §A.5.3). */
  private int code(int k, int limit) {
    int longest = limit - errorBits - 1;
    int zeros = in.zeros(longest);
    return zeros < longest ? (zeros << k) + in.bits(k) : in.bits(errorBits) + 1;
  }

  private static int checked(int error) {
    if (error > LARGEST_ERROR || error < -LARGEST_ERROR) {
      throw new CodecException(
          Reason.DAMAGED,
          "JPEG-LS scan: an error of %d (expected: at most 65535; T.87 §A.4.5)".formatted(error));
    }
    return error;
  }

  @Override
  int runLength(int[][] lines, int column) {
    int rest = columns() + 1 - column;
    int length = 0;
    while (in.bits(1) == 1) {
      int whole = 1 << runOrder();
      if (whole <= rest - length) {
        lengthenRuns();
      }
      length += Math.min(whole, rest - length);
      if (length == rest) {
        return rest;
      }
    }
    length += in.bits(runOrder());
    if (length >= rest) {
      throw new CodecException(
          Reason.DAMAGED,
          "JPEG-LS scan: a run of %d pixels and its end (expected: %d in the line; T.87 §A.7.1)"
              .formatted(length, rest));
    }
    return length;
  }
}
