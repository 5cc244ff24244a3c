package org.hokan.dicom.image.codec.jpeg;

/** JPEG knows unsigned samples only; a signed image's are the same bits (PS3.5 §8.2.1). */
final class Signs {
  private Signs() {}

  /** Repeats each sample's sign in the bits above its own. */
  static void extend(byte[] samples, int bytesPerSample, int bits) {
    int unused = 32 - bits;
    for (int at = 0; at < samples.length; at += bytesPerSample) {
      int cell = samples[at] & 0xFF;
      if (bytesPerSample == 2) {
        cell |= (samples[at + 1] & 0xFF) << 8;
      }
      int value = cell << unused >> unused;
      samples[at] = (byte) value;
      if (bytesPerSample == 2) {
        samples[at + 1] = (byte) (value >> 8);
      }
    }
  }
}
