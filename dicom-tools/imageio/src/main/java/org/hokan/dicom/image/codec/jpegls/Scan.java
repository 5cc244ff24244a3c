package org.hokan.dicom.image.codec.jpegls;

import java.util.Arrays;

/**
 * The modelling of one scan, which encoder and decoder have in common (T.87 Annex A): what is
 * expected of a sample by its neighbours, and how what comes instead changes what is expected next.
 * Lines have a place before their first sample and one after their last for neighbours beyond the
 * edge. Used once.
 */
abstract class Scan {
  private static final int REGULAR_CONTEXTS = 365;
  private static final int SMALLEST_CORRECTION = -128;
  private static final int LARGEST_CORRECTION = 127;

  /** J: how long a run each further bit stands for, as a power of 2 (T.87 §A.2.1). */
  private static final int[] RUN_ORDERS = {
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15
  };

  private final Coding coding;
  private final int maxValue;
  private final int near;
  private final int step;
  private final int range;
  private final int reset;
  private final byte[] regions;
  private final int columns;

  // Counts of each context (A, B, C, N); the last two contexts are those that end a run.
  private final int[] magnitudes = new int[REGULAR_CONTEXTS + 2];
  private final int[] biases = new int[REGULAR_CONTEXTS];
  private final int[] corrections = new int[REGULAR_CONTEXTS];
  private final int[] counts = new int[REGULAR_CONTEXTS + 2];
  private final int[] negatives = new int[2];
  private int runIndex;

  Scan(Coding coding, int columns) {
    this.coding = coding;
    this.maxValue = coding.maxValue();
    this.near = coding.near();
    this.step = coding.step();
    this.range = coding.range();
    this.reset = coding.reset();
    this.regions = coding.regions();
    this.columns = columns;
    Arrays.fill(magnitudes, Math.max(2, (range + 32) / 64));
    Arrays.fill(counts, 1);
  }

  /**
   * The error of a sample, quantised and within the range.
   *
   * @param actual the sample, for an encoder
   * @param k of the Golomb code
   * @param inverted whether negative errors are the likelier ones
   */
  abstract int error(int actual, int predicted, int sign, int k, boolean inverted);

  /**
   * The error of the sample that ends a run.
   *
   * @param type 1 where its neighbours are equal, else 0 (RItype)
   * @param negativeIsOdd how errors are told apart by sign, see {@link #runCode}
   * @param limit the longest code, in bits
   */
  abstract int runEndError(
      int actual, int predicted, int sign, int k, int type, boolean negativeIsOdd, int limit);

  /**
   * How many pixels from the column on are as the one before it.
   *
   * @param lines of the components that run together
   */
  abstract int runLength(int[][] lines, int column);

  final Coding coding() {
    return coding;
  }

  final int columns() {
    return columns;
  }

  final int runOrder() {
    return RUN_ORDERS[runIndex];
  }

  final void lengthenRuns() {
    runIndex = Math.min(runIndex + 1, RUN_ORDERS.length - 1);
  }

  /**
   * Where runs of this line start from: each component has its own where they alternate by line.
   */
  final int runIndex() {
    return runIndex;
  }

  final void runIndex(int value) {
    runIndex = value;
  }

  /**
   * Codes a line of one component, or of several whose samples alternate.
   *
   * @param above the lines before, zeros at first
   * @param lines in an encoder with the samples, which may be changed by NEAR; in a decoder they
   *     are filled
   */
  final void line(int[][] above, int[][] lines) {
    for (int i = 0; i < lines.length; i++) {
      lines[i][0] = above[i][1];
      above[i][columns + 1] = above[i][columns];
    }
    int[] contexts = new int[lines.length];
    int column = 1;
    while (column <= columns) {
      int gradients = 0;
      for (int i = 0; i < lines.length; i++) {
        contexts[i] = context(above[i], lines[i], column);
        gradients |= contexts[i];
      }
      if (gradients == 0) {
        column = run(above, lines, column);
      } else {
        for (int i = 0; i < lines.length; i++) {
          lines[i][column] = sample(above[i], lines[i], column, contexts[i]);
        }
        column++;
      }
    }
  }

  /** Its number with its sign (T.87 §A.3.4): 0 where there is no gradient. */
  private int context(int[] above, int[] line, int column) {
    int b = above[column];
    int c = above[column - 1];
    return (regions[maxValue + above[column + 1] - b] * 9 + regions[maxValue + b - c]) * 9
        + regions[maxValue + c - line[column - 1]];
  }

  private int sample(int[] above, int[] line, int column, int signed) {
    int sign = signed >> 31 | 1;
    int context = signed * sign;
    int expected =
        clamped(
            predicted(line[column - 1], above[column], above[column - 1])
                + sign * corrections[context]);
    int k = order(context, magnitudes[context]);
    boolean inverted = near == 0 && k == 0 && 2 * biases[context] <= -counts[context];
    int error = error(line[column], expected, sign, k, inverted);
    learn(context, error);
    return reconstructed(expected, sign * error);
  }

  /** The edge-detecting predictor (T.87 §A.4.1). */
  private static int predicted(int a, int b, int c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), a + b - c));
  }

  /** The least power of 2 by which the count is not below the magnitude (T.87 §A.5.1). */
  private int order(int context, int magnitude) {
    int count = counts[context];
    int k =
        Math.max(0, Integer.numberOfLeadingZeros(count) - Integer.numberOfLeadingZeros(magnitude));
    return count << k < magnitude ? k + 1 : k;
  }

  private int clamped(int value) {
    return value < 0 ? 0 : Math.min(value, maxValue);
  }

  private int reconstructed(int expected, int error) {
    int value = expected + error * step;
    if (value < -near) {
      value += range * step;
    } else if (value > maxValue + near) {
      value -= range * step;
    }
    return clamped(value);
  }

  /** T.87 §A.6. */
  private void learn(int context, int error) {
    int bias = biases[context] + error * step;
    int count = counts[context];
    magnitudes[context] += Math.abs(error);
    if (count == reset) {
      magnitudes[context] >>= 1;
      bias >>= 1; // towards minus infinity, as §A.6.1 has it
      count >>= 1;
    }
    count++;
    if (bias <= -count) {
      bias = Math.max(bias + count, 1 - count);
      corrections[context] = Math.max(corrections[context] - 1, SMALLEST_CORRECTION);
    } else if (bias > 0) {
      bias = Math.min(bias - count, 0);
      corrections[context] = Math.min(corrections[context] + 1, LARGEST_CORRECTION);
    }
    biases[context] = bias;
    counts[context] = count;
  }

  /** Codes a run and the pixel that ends it (T.87 §A.7); where the next one is. */
  private int run(int[][] above, int[][] lines, int column) {
    int end = column + runLength(lines, column);
    for (int[] line : lines) {
      Arrays.fill(line, column, end, line[column - 1]);
    }
    if (end > columns) {
      return end;
    }
    for (int i = 0; i < lines.length; i++) {
      int a = lines[i][end - 1];
      int b = above[i][end];
      int type = lines.length == 1 && Math.abs(a - b) <= near ? 1 : 0;
      lines[i][end] = runEnd(lines[i][end], a, b, type);
    }
    runIndex = Math.max(0, runIndex - 1);
    return end + 1;
  }

  private int runEnd(int actual, int a, int b, int type) {
    int context = REGULAR_CONTEXTS + type;
    int expected = type == 1 ? a : b;
    int sign = type == 0 && a > b ? -1 : 1;
    int k = order(context, magnitudes[context] + (type == 1 ? counts[context] >> 1 : 0));
    boolean negativeIsOdd = k != 0 || 2 * negatives[type] >= counts[context];
    int limit = coding.limit() - runOrder() - 1;
    int error = runEndError(actual, expected, sign, k, type, negativeIsOdd, limit);
    learnRunEnd(context, type, error, runCode(error, type, negativeIsOdd));
    return reconstructed(expected, sign * error);
  }

  /** What an error at a run's end is coded as (T.87 §A.7.2.2). */
  static int runCode(int error, int type, boolean negativeIsOdd) {
    boolean odd = error != 0 && (error < 0) == negativeIsOdd;
    return 2 * Math.abs(error) - type - (odd ? 1 : 0);
  }

  private void learnRunEnd(int context, int type, int error, int code) {
    if (error < 0) {
      negatives[type]++;
    }
    magnitudes[context] += (code + 1 - type) >> 1;
    if (counts[context] == reset) {
      magnitudes[context] >>= 1;
      counts[context] >>= 1;
      negatives[type] >>= 1;
    }
    counts[context]++;
  }
}
