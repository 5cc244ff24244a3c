package org.hokan.dicom.image.codec.jpeg;

import java.util.Arrays;

/** A Huffman table as DHT defines it (T.81 §C, §F.2.2.3). Immutable. */
final class HuffmanTable {
  private static final int FAST = 9;

  /** By the next 9 bits: code length in the upper byte, value in the lower; 0 for longer codes. */
  private final short[] fast = new short[1 << FAST];

  /** By code length: the largest code, or -1; and what to add to a code for its value's place. */
  private final int[] maxCode = new int[18];

  private final int[] offset = new int[17];
  private final byte[] values;

  /**
   * A table.
   *
   * @param counts how many codes of 1 to 16 bits there are
   * @param values by ascending code
   */
  HuffmanTable(int[] counts, byte[] values) {
    this.values = values;
    Arrays.fill(maxCode, -1);
    int code = 0;
    int place = 0;
    for (int length = 1; length <= 16; length++) {
      offset[length] = place - code;
      if (code + counts[length - 1] > 1 << length) {
        throw JpegCodec.damaged(
            "JPEG Huffman table: too many codes of %d bits (expected: at most 2^n in all; T.81 §C.2)"
                .formatted(length));
      }
      for (int i = 0; i < counts[length - 1]; i++, code++, place++) {
        if (length <= FAST) {
          int start = code << (FAST - length);
          short entry = (short) (length << 8 | (values[place] & 0xFF));
          Arrays.fill(fast, start, start + (1 << (FAST - length)), entry);
        }
      }
      maxCode[length] = counts[length - 1] == 0 ? -1 : code - 1;
      code <<= 1;
    }
  }

  /** The next value. */
  int decode(EntropyBits bits) {
    int entry = fast[bits.peek(FAST)];
    if (entry != 0) {
      bits.skip(entry >> 8);
      return entry & 0xFF;
    }
    int all = bits.peek(16);
    for (int length = FAST + 1; length <= 16; length++) {
      int code = all >> (16 - length);
      if (code <= maxCode[length]) {
        int place = code + offset[length];
        if (place >= 0) {
          bits.skip(length);
          return values[place] & 0xFF;
        }
      }
    }
    throw JpegCodec.damaged("JPEG stream: no such Huffman code (T.81 §F.2.2.3)");
  }
}
