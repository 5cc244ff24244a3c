package org.hokan.dicom.image.codec.jpeg2000;

import java.nio.ByteBuffer;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;

/**
 * Packet headers apart from their packets (PPM and PPT, T.800 §A.7.4, §A.7.5): hardly anybody makes
 * such, and the library counts ones for ever where they end early.
 */
final class PackedHeaders {
  private static final int SOT = 0xFF90;
  private static final int SOD = 0xFF93;
  private static final int PPM = 0xFF60;
  private static final int PPT = 0xFF61;
  private static final int TILE_LENGTH_OFFSET = 6;

  private PackedHeaders() {}

  /**
   * Looks through the main header and those of all tile parts.
   *
   * @throws CodecException when one has such
   */
  static void refuse(byte[] stream) {
    ByteBuffer in = ByteBuffer.wrap(stream);
    int at = 2;
    int tilePart = 0;
    while (at + 4 <= stream.length) {
      int marker = in.getShort(at) & 0xFFFF;
      if (marker == PPM || marker == PPT) {
        throw new CodecException(
            Reason.UNSUPPORTED,
            "JPEG 2000 stream: packed packet headers (expected: none; T.800 §A.7)");
      }
      if (marker == SOT) {
        tilePart = at;
      }
      if (marker == SOD) {
        long length = Integer.toUnsignedLong(in.getInt(tilePart + TILE_LENGTH_OFFSET));
        if (length <= at - tilePart || tilePart + length > stream.length) {
          return; // the last one, or one that the library refuses
        }
        at = (int) (tilePart + length);
      } else {
        at += 2 + Math.max(2, in.getShort(at + 2) & 0xFFFF);
      }
    }
  }
}
