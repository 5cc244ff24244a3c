package org.hokan.dicom.image.codec.jpeg;

/**
 * The inverse DCT of 8 x 8 coefficients by the method of Loeffler, Ligtenberg and Moschytz (1989)
 * in fixed point, with as many bits as the usual decoders take, so that results are the same to the
 * bit.
 */
final class InverseDct {
  private static final int BITS = 13;
  private static final int C0_298 = fixed(0.298631336);
  private static final int C0_390 = fixed(0.390180644);
  private static final int C0_541 = fixed(0.541196100);
  private static final int C0_765 = fixed(0.765366865);
  private static final int C0_899 = fixed(0.899976223);
  private static final int C1_175 = fixed(1.175875602);
  private static final int C1_501 = fixed(1.501321110);
  private static final int C1_847 = fixed(1.847759065);
  private static final int C1_961 = fixed(1.961570560);
  private static final int C2_053 = fixed(2.053119869);
  private static final int C2_562 = fixed(2.562915447);
  private static final int C3_072 = fixed(3.072711026);

  private InverseDct() {}

  /**
   * Columns, then rows.
   *
   * @param in 64 coefficients in natural order, multiplied by their divisors
   * @param out 64 samples, line by line
   * @param precision bits of a sample
   */
  static void transform(int[] in, int[] out, int precision) {
    int passBits = precision > 8 ? 1 : 2;
    for (int column = 0; column < 8; column++) {
      line(in, out, column, 8, BITS - passBits);
    }
    int center = 1 << (precision - 1);
    int most = (1 << precision) - 1;
    for (int row = 0; row < 64; row += 8) {
      line(out, out, row, 1, BITS + passBits + 3);
      for (int i = row; i < row + 8; i++) {
        out[i] = Math.max(0, Math.min(most, out[i] + center));
      }
    }
  }

  private static void line(int[] in, int[] out, int at, int step, int shift) {
    int z1 = (in[at + 2 * step] + in[at + 6 * step]) * C0_541;
    int even2 = z1 - in[at + 6 * step] * C1_847;
    int even3 = z1 + in[at + 2 * step] * C0_765;
    int even0 = (in[at] + in[at + 4 * step]) << BITS;
    int even1 = (in[at] - in[at + 4 * step]) << BITS;

    int odd0 = in[at + 7 * step];
    int odd1 = in[at + 5 * step];
    int odd2 = in[at + 3 * step];
    int odd3 = in[at + step];
    int z5 = (odd0 + odd2 + odd1 + odd3) * C1_175;
    int z3 = z5 - (odd0 + odd2) * C1_961;
    int z4 = z5 - (odd1 + odd3) * C0_390;
    int sum03 = -(odd0 + odd3) * C0_899;
    int sum12 = -(odd1 + odd2) * C2_562;
    odd0 = odd0 * C0_298 + sum03 + z3;
    odd1 = odd1 * C2_053 + sum12 + z4;
    odd2 = odd2 * C3_072 + sum12 + z3;
    odd3 = odd3 * C1_501 + sum03 + z4;

    int round = 1 << (shift - 1);
    int a = even0 + even3 + round;
    int b = even1 + even2 + round;
    int c = even1 - even2 + round;
    int d = even0 - even3 + round;
    out[at] = (a + odd3) >> shift;
    out[at + 7 * step] = (a - odd3) >> shift;
    out[at + step] = (b + odd2) >> shift;
    out[at + 6 * step] = (b - odd2) >> shift;
    out[at + 2 * step] = (c + odd1) >> shift;
    out[at + 5 * step] = (c - odd1) >> shift;
    out[at + 3 * step] = (d + odd0) >> shift;
    out[at + 4 * step] = (d - odd0) >> shift;
  }

  private static int fixed(double factor) {
    return (int) (factor * (1 << BITS) + 0.5);
  }
}
