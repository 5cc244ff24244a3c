package org.hokan.dicom.image.codec;

/**
 * JPEG and JPEG-LS know unsigned samples only; a signed image's are the same bits (PS3.5 §8.2.1,
 * §8.2.3). Samples are little endian, of one byte or two.
 */
public final class Signs {
  private Signs() {}

  /**
   * Repeats each sample's sign in the bits above its own.
   *
   * @param samples changed
   * @param bits that a sample has
   */
  public static void extend(byte[] samples, int bytesPerSample, int bits) {
    int unused = 32 - bits;
    for (int at = 0; at < samples.length; at += bytesPerSample) {
      put(samples, at, bytesPerSample, cell(samples, at, bytesPerSample) << unused >> unused);
    }
  }

  /**
   * The largest r for which the frame has a sample that is r or -1 - r: below half of the range of
   * its bits.
   */
  public static int reach(DecodedFrame frame) {
    int bytes = frame.bytesPerSample();
    int unused = 32 - 8 * bytes;
    int reach = 0;
    for (int at = 0; at < frame.samples().length; at += bytes) {
      int value = cell(frame.samples(), at, bytes) << unused >> unused;
      reach = Math.max(reach, value < 0 ? -1 - value : value);
    }
    return reach;
  }

  private static int cell(byte[] samples, int at, int bytes) {
    int low = samples[at] & 0xFF;
    return bytes == 1 ? low : low | (samples[at + 1] & 0xFF) << 8;
  }

  private static void put(byte[] samples, int at, int bytes, int value) {
    samples[at] = (byte) value;
    if (bytes == 2) {
      samples[at + 1] = (byte) (value >> 8);
    }
  }
}
