package org.hokan.dicom.image.codec.jpegls;

/**
 * Samples that lie pixel by pixel, little endian, a line of one component at a time; in a line they
 * are from index 1 on.
 */
@SuppressWarnings("ArrayRecordComponent") // a view, never compared
record SampleLines(byte[] bytes, int columns, int components, int bytesPerSample) {

  void put(int row, int component, int[] line) {
    int step = components * bytesPerSample;
    int at = (row * columns * components + component) * bytesPerSample;
    for (int column = 1; column <= columns; column++, at += step) {
      bytes[at] = (byte) line[column];
      if (bytesPerSample == 2) {
        bytes[at + 1] = (byte) (line[column] >> 8);
      }
    }
  }

  /**
   * @param mask of the bits that belong to a sample
   */
  void get(int row, int component, int[] line, int mask) {
    int step = components * bytesPerSample;
    int at = (row * columns * components + component) * bytesPerSample;
    for (int column = 1; column <= columns; column++, at += step) {
      int low = bytes[at] & 0xFF;
      line[column] = (bytesPerSample == 1 ? low : low | (bytes[at + 1] & 0xFF) << 8) & mask;
    }
  }
}
