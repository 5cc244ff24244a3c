package org.hokan.dicom.image.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The boxes of JPEG 2000's and JPEG XL's file formats (ISO/IEC 15444-1 §I.4, 18181-2 §9.1). */
public final class Boxes {
  private static final int MOST_BOXES = 64;
  private static final int TO_THE_END = 0;
  private static final int LONG_LENGTH = 1;

  private Boxes() {}

  /**
   * What a box holds.
   *
   * @param type four characters
   * @param start offset of its first byte
   * @param end offset after its last byte
   */
  public record Box(String type, int start, int end) {}

  /** Whether a stream starts with the signature box of a format, such as "jP " or "JXL ". */
  public static boolean isFile(byte[] stream, String type) {
    byte[] start = {0, 0, 0, 12, 0, 0, 0, 0, 0x0D, 0x0A, (byte) 0x87, 0x0A};
    System.arraycopy(type.getBytes(StandardCharsets.ISO_8859_1), 0, start, 4, 4);
    return stream.length >= start.length
        && Arrays.equals(stream, 0, start.length, start, 0, start.length);
  }

  /** The first box of one of these types that is in no other box. */
  public static Optional<Box> first(byte[] file, Set<String> types) {
    ByteBuffer in = ByteBuffer.wrap(file);
    long at = 0;
    for (int boxes = 0; boxes < MOST_BOXES && at + 8 <= file.length; boxes++) {
      int box = (int) at;
      long length = Integer.toUnsignedLong(in.getInt(box));
      int header = 8;
      if (length == LONG_LENGTH && at + 16 <= file.length) {
        length = in.getLong(box + 8);
        header = 16;
      }
      long end = length == TO_THE_END ? file.length : Math.min(at + length, file.length);
      String type = new String(file, box + 4, 4, StandardCharsets.ISO_8859_1);
      if (types.contains(type)) {
        return Optional.of(new Box(type, box + header, (int) Math.max(box + header, end)));
      }
      if (length < header || length > file.length) {
        break;
      }
      at += length;
    }
    return Optional.empty();
  }
}
