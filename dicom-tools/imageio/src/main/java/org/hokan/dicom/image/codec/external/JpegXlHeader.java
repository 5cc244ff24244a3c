package org.hokan.dicom.image.codec.external;

import java.util.Set;
import org.hokan.dicom.image.codec.Boxes;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;

/**
 * The size that a JPEG XL stream names first, bare or in boxes (ISO/IEC 18181-1 SizeHeader,
 * 18181-2).
 *
 * @param rows lines, before an orientation is applied
 * @param columns pixels of a line
 */
record JpegXlHeader(long rows, long columns) {
  private static final int[] SIZE_BITS = {9, 13, 18, 30};
  private static final int[][] RATIOS = {
    {0, 1}, {1, 1}, {12, 10}, {4, 3}, {3, 2}, {16, 9}, {5, 4}, {2, 1}
  };

  /**
   * Reads it.
   *
   * @throws CodecException when it is no JPEG XL stream or ends before
   */
  static JpegXlHeader read(byte[] stream) {
    int start = Boxes.isFile(stream, "JXL ") ? codestream(stream) : 0;
    if (start + 2 > stream.length || stream[start] != (byte) 0xFF || stream[start + 1] != 0x0A) {
      throw damaged("no codestream signature at offset " + start);
    }
    return new Bits(stream, start + 2).size();
  }

  /** Where the codestream starts: in a jxlc box, or after the index of the first jxlp box. */
  private static int codestream(byte[] stream) {
    return Boxes.first(stream, Set.of("jxlc", "jxlp"))
        .map(box -> box.type().equals("jxlp") ? box.start() + 4 : box.start())
        .orElseThrow(() -> damaged("no box with a codestream"));
  }

  private static CodecException damaged(String what) {
    return new CodecException(
        Reason.DAMAGED, "JPEG XL stream: %s (expected: FF0A; ISO/IEC 18181-1)".formatted(what));
  }

  /** Bits from the least significant of each byte on. */
  private static final class Bits {
    private final byte[] stream;
    private long position;

    Bits(byte[] stream, int start) {
      this.stream = stream;
      this.position = start * 8L;
    }

    JpegXlHeader size() {
      boolean small = next(1) == 1;
      long rows = extent(small);
      int ratio = next(3);
      long columns = ratio == 0 ? extent(small) : rows * RATIOS[ratio][0] / RATIOS[ratio][1];
      return new JpegXlHeader(rows, columns);
    }

    private long extent(boolean small) {
      return small ? (next(5) + 1) * 8L : next(SIZE_BITS[next(2)]) + 1L;
    }

    private int next(int count) {
      int value = 0;
      for (int i = 0; i < count; i++, position++) {
        int at = (int) (position >> 3);
        if (at >= stream.length) {
          throw damaged("ends in its size");
        }
        value |= (stream[at] >> (position & 7) & 1) << i;
      }
      return value;
    }
  }
}
