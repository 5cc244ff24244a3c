package org.hokan.dicom.image.codec.jpegls;

import org.hokan.dicom.image.codec.EncodedBytes;

/** Writes what {@link BitReader} reads. Used once. */
final class BitWriter {
  private final EncodedBytes out;
  private long pending;
  private int count;
  private int width = 8;

  BitWriter(EncodedBytes out) {
    this.out = out;
  }

  /**
   * Appends a number.
   *
   * @param bits 0 to 32
   */
  void bits(int value, int bits) {
    pending = pending << bits | value & ((1L << bits) - 1);
    count += bits;
    while (count >= width) {
      count -= width;
      int whole = (int) (pending >>> count) & ((1 << width) - 1);
      out.write(whole);
      width = whole == 0xFF ? 7 : 8;
    }
  }

  /** Appends zeros up to the end of a byte that may stand before a marker. */
  void end() {
    if (count > 0 || width == 7) {
      bits(0, width - count);
    }
  }
}
