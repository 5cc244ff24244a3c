package org.hokan.dicom.image.codec.jpegls;

/** Samples into the bits of a scan. Used once. */
final class ScanEncoder extends Scan {
  private final BitWriter out;
  private final int near;
  private final int step;
  private final int range;
  private final int limit;
  private final int errorBits;

  ScanEncoder(Coding coding, int columns, BitWriter out) {
    super(coding, columns);
    this.out = out;
    this.near = coding.near();
    this.step = coding.step();
    this.range = coding.range();
    this.limit = coding.limit();
    this.errorBits = coding.errorBits();
  }

  @Override
  int error(int actual, int predicted, int sign, int k, boolean inverted) {
    int error = quantised(sign * (actual - predicted));
    int mapped = inverted ? -error - 1 : error;
    code(mapped >> 31 ^ mapped << 1, k, limit);
    return error;
  }

  @Override
  int runEndError(
      int actual, int predicted, int sign, int k, int type, boolean negativeIsOdd, int limit) {
    int error = quantised(sign * (actual - predicted));
    code(runCode(error, type, negativeIsOdd), k, limit);
    return error;
  }

  /** T.87 §A.4.4, §A.4.5. */
  private int quantised(int error) {
    int quantised = error;
    if (step > 1) {
      quantised = error > 0 ? (error + near) / step : -((near - error) / step);
    }
    if (quantised < 0) {
      quantised += range;
    }
    return quantised >= (range + 1) / 2 ? quantised - range : quantised;
  }

  /** A limited-length Golomb code (T.87 §A.5.3). */
  private void code(int value, int k, int limit) {
    int longest = limit - errorBits - 1;
    int zeros = value >> k;
    if (zeros < longest) {
      zerosAndOne(zeros);
      out.bits(value, k);
    } else {
      zerosAndOne(longest);
      out.bits(value - 1, errorBits);
    }
  }

  private void zerosAndOne(int zeros) {
    int rest = zeros;
    while (rest > 31) {
      out.bits(0, 31);
      rest -= 31;
    }
    out.bits(1, rest + 1);
  }

  @Override
  int runLength(int[][] lines, int column) {
    int end = column;
    while (end <= columns() && sameAs(lines, column - 1, end)) {
      end++;
    }
    int rest = end - column;
    while (rest >= 1 << runOrder()) {
      out.bits(1, 1);
      rest -= 1 << runOrder();
      lengthenRuns();
    }
    if (end <= columns()) {
      out.bits(rest, runOrder() + 1); // a zero, then the rest
    } else if (rest > 0) {
      out.bits(1, 1);
    }
    return end - column;
  }

  private boolean sameAs(int[][] lines, int before, int column) {
    for (int[] line : lines) {
      if (Math.abs(line[column] - line[before]) > near) {
        return false;
      }
    }
    return true;
  }
}
