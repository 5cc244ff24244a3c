package org.hokan.dicom.image.codec.external;

import java.nio.ByteBuffer;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;

/**
 * What a bare JPEG 2000 codestream says of its picture in its SIZ marker segment (ITU-T T.800
 * §A.5.1).
 *
 * @param rows lines
 * @param columns pixels of a line
 * @param components 1 or 3, all of the same size and depth
 * @param bits of a sample, 1 to 16
 * @param signed whether samples are in two's complement
 */
record Jpeg2000Header(long rows, long columns, int components, int bits, boolean signed) {
  private static final int SOC_AND_SIZ = 0xFF4FFF51;
  private static final int SIZ_BYTES = 42;

  /**
   * Reads it.
   *
   * @throws CodecException when it is no codestream, ends early, or is no picture that DICOM has
   */
  static Jpeg2000Header read(byte[] stream) {
    ByteBuffer in = ByteBuffer.wrap(stream);
    if (stream.length < SIZ_BYTES + 3 || in.getInt(0) != SOC_AND_SIZ) {
      throw new CodecException(
          Reason.DAMAGED,
          "JPEG 2000 stream: no SIZ in %d bytes (expected: FF4FFF51 first; T.800 §A.5.1)"
              .formatted(stream.length));
    }
    int components = in.getShort(40) & 0xFFFF;
    if ((components != 1 && components != 3) || stream.length < SIZ_BYTES + 3 * components) {
      throw unsupported("%d components".formatted(components));
    }
    int depth = stream[SIZ_BYTES];
    for (int i = 0; i < components; i++) {
      int at = SIZ_BYTES + 3 * i;
      if (stream[at] != depth || stream[at + 1] != 1 || stream[at + 2] != 1) {
        throw unsupported("components of different depth or size");
      }
    }
    int bits = (depth & 0x7F) + 1;
    if (bits > 16) {
      throw unsupported("%d bits".formatted(bits));
    }
    return new Jpeg2000Header(
        extent(in, 12, 20), extent(in, 8, 16), components, bits, (depth & 0x80) != 0);
  }

  private static long extent(ByteBuffer in, int end, int start) {
    return Integer.toUnsignedLong(in.getInt(end)) - Integer.toUnsignedLong(in.getInt(start));
  }

  private static CodecException unsupported(String what) {
    return new CodecException(
        Reason.UNSUPPORTED,
        "JPEG 2000 stream: %s (expected: 1 or 3 alike, at most 16 bits)".formatted(what));
  }
}
