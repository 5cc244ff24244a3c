package org.hokan.dicom.json;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Encapsulated data in one piece: items and a sequence delimiter, little endian (PS3.5 §A.4).
 * Leniency: pydicom leaves the delimiter out.
 */
final class EncapsulatedItems {
  static final int ITEM = 0xFFFE_E000;
  static final int SEQUENCE_DELIMITER = 0xFFFE_E0DD;

  private EncapsulatedItems() {}

  /** The items' bytes; none when these bytes are not items from the first to the last byte. */
  static List<byte[]> split(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> items = new ArrayList<>();
    while (in.remaining() >= 8) {
      int tag = in.getShort() << 16 | (in.getShort() & 0xFFFF);
      int length = in.getInt();
      if (tag == SEQUENCE_DELIMITER && length == 0 && !in.hasRemaining()) {
        return items;
      }
      if (tag != ITEM || length < 0 || length > in.remaining()) {
        return List.of();
      }
      byte[] item = new byte[length];
      in.get(item);
      items.add(item);
    }
    return in.hasRemaining() ? List.of() : items;
  }
}
