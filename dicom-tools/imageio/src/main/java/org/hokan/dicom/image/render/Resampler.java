package org.hokan.dicom.image.render;

import java.util.Arrays;

/**
 * Brings lines to another size: bicubic, each way on its own, the filter widened over all source
 * pixels that a smaller picture's pixel covers. Holds only as many lines as the filter spans.
 */
final class Resampler {
  private final Lines lines;
  private final Axis across;
  private final Axis down;
  private final byte[] source;
  private final float[][] held;
  private int read;

  private Resampler(Lines lines, int width, int height) {
    this.lines = lines;
    this.across = new Axis(lines.width(), width);
    this.down = new Axis(lines.height(), height);
    this.source = new byte[lines.width() * lines.bands()];
    this.held = new float[down.longest()][width * lines.bands()];
  }

  /** All lines in this size, one after another. */
  static byte[] resample(Lines lines, int width, int height) {
    byte[] samples = new byte[Math.multiplyExact(Math.multiplyExact(width, height), lines.bands())];
    if (width == lines.width() && height == lines.height()) {
      copy(lines, samples);
    } else {
      new Resampler(lines, width, height).fill(samples);
    }
    return samples;
  }

  private static void copy(Lines lines, byte[] samples) {
    byte[] line = new byte[lines.width() * lines.bands()];
    for (int y = 0; y < lines.height(); y++) {
      lines.line(y, line);
      System.arraycopy(line, 0, samples, y * line.length, line.length);
    }
  }

  private void fill(byte[] samples) {
    float[] sums = new float[held[0].length];
    for (int y = 0; y < down.length(); y++) {
      Arrays.fill(sums, 0);
      float[] weights = down.weights(y);
      for (int i = 0; i < weights.length; i++) {
        float[] line = line(down.start(y) + i);
        for (int x = 0; x < sums.length; x++) {
          sums[x] += weights[i] * line[x];
        }
      }
      for (int x = 0; x < sums.length; x++) {
        samples[y * sums.length + x] = (byte) (int) Math.max(0, Math.min(255, sums[x] + 0.5f));
      }
    }
  }

  /** A source line in the new width; asked for in ascending order, but for those still held. */
  private float[] line(int y) {
    for (; read <= y; read++) {
      lines.line(read, source);
      narrow(held[read % held.length]);
    }
    return held[y % held.length];
  }

  private void narrow(float[] target) {
    if (lines.bands() == 1) {
      narrowGray(target);
    } else {
      narrowColor(target);
    }
  }

  private void narrowGray(float[] target) {
    for (int x = 0; x < target.length; x++) {
      float[] weights = across.weights(x);
      int first = across.start(x);
      float sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * (source[first + i] & 0xFF);
      }
      target[x] = sum;
    }
  }

  /** The three sums side by side: none has to wait for another. */
  private void narrowColor(float[] target) {
    for (int x = 0; x < across.length(); x++) {
      float[] weights = across.weights(x);
      float red = 0;
      float green = 0;
      float blue = 0;
      int at = across.start(x) * 3;
      for (float weight : weights) {
        red += weight * (source[at] & 0xFF);
        green += weight * (source[at + 1] & 0xFF);
        blue += weight * (source[at + 2] & 0xFF);
        at += 3;
      }
      target[3 * x] = red;
      target[3 * x + 1] = green;
      target[3 * x + 2] = blue;
    }
  }

  /** For each target place, which source places count, and how much. */
  private static final class Axis {
    private static final double SUPPORT = 2;

    private final int[] starts;
    private final float[][] weights;

    Axis(int from, int to) {
      starts = new int[to];
      weights = new float[to][];
      double scale = (double) from / to;
      double widened = Math.max(scale, 1);
      for (int i = 0; i < to; i++) {
        double center = (i + 0.5) * scale;
        starts[i] = Math.max(0, (int) (center - SUPPORT * widened + 0.5));
        int end = Math.min(from, (int) (center + SUPPORT * widened + 0.5));
        weights[i] = normal(starts[i], end, center, widened);
      }
    }

    private static float[] normal(int start, int end, double center, double widened) {
      double[] exact = new double[end - start];
      double sum = 0;
      for (int i = 0; i < exact.length; i++) {
        exact[i] = cubic((start + i + 0.5 - center) / widened);
        sum += exact[i];
      }
      float[] normal = new float[exact.length];
      for (int i = 0; i < exact.length; i++) {
        normal[i] = (float) (exact[i] / sum);
      }
      return normal;
    }

    /** Keys' cubic convolution with a = -1/2. */
    private static double cubic(double distance) {
      double x = Math.abs(distance);
      if (x < 1) {
        return (1.5 * x - 2.5) * x * x + 1;
      }
      return x < SUPPORT ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    }

    int length() {
      return starts.length;
    }

    int start(int place) {
      return starts[place];
    }

    float[] weights(int place) {
      return weights[place];
    }

    int longest() {
      int longest = 1;
      for (float[] each : weights) {
        longest = Math.max(longest, each.length);
      }
      return longest;
    }
  }
}
