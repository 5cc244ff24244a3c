package org.hokan.dicom.image.recompress;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hokan.dicom.dict.Tag;

/** The bytes around pixel data, explicit VR little endian (PS3.5 §7.1.2, §A.4). */
final class Wire {
  static final int UNDEFINED = -1;
  static final int ITEM_HEADER = 8;
  static final byte[] SEQUENCE_END = item(0xFFFEE0DD, 0);
  private static final int ITEM = 0xFFFEE000;

  private Wire() {}

  /** What stands before the value of pixel data. */
  record PixelHeader(String vr, int length) {
    byte[] bytes() {
      return element(Tag.PixelData, vr, length);
    }

    boolean encapsulated() {
      return length == UNDEFINED;
    }
  }

  static PixelHeader pixelHeader(InputStream in) throws IOException {
    ByteBuffer header = read(in, 12);
    int tag = tag(header);
    if (tag != Tag.PixelData) {
      throw new RecompressionException(
          "element (%04X,%04X) (expected: Pixel Data (7FE0,0010) before any other of its group)"
              .formatted(tag >>> 16, tag & 0xFFFF));
    }
    byte[] vr = {header.get(), header.get()};
    header.getShort();
    return new PixelHeader(new String(vr, StandardCharsets.US_ASCII), header.getInt());
  }

  /** The header of an element whose length takes four bytes. */
  static byte[] element(int tag, String vr, int length) {
    return ByteBuffer.allocate(12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) (tag >>> 16))
        .putShort((short) tag)
        .put(vr.getBytes(StandardCharsets.US_ASCII))
        .putShort((short) 0)
        .putInt(length)
        .array();
  }

  static byte[] itemHeader(int length) {
    return item(ITEM, length);
  }

  private static byte[] item(int tag, int length) {
    return ByteBuffer.allocate(ITEM_HEADER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) (tag >>> 16))
        .putShort((short) tag)
        .putInt(length)
        .array();
  }

  /** The next fragment; empty at the sequence's end. */
  static Optional<byte[]> fragment(InputStream in, int longest) throws IOException {
    ByteBuffer header = read(in, ITEM_HEADER);
    int tag = tag(header);
    int length = header.getInt();
    if (tag == 0xFFFEE0DD && length == 0) {
      return Optional.empty();
    }
    if (tag != ITEM || length < 0 || length > longest) {
      throw new RecompressionException(
          "pixel data: (%04X,%04X) of %d bytes (expected: an item of at most %d; PS3.5 §A.4)"
              .formatted(tag >>> 16, tag & 0xFFFF, Integer.toUnsignedLong(length), longest));
    }
    return Optional.of(bytes(in, length));
  }

  static byte[] bytes(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("pixel data: %d bytes missing".formatted(length - bytes.length));
    }
    return bytes;
  }

  private static ByteBuffer read(InputStream in, int length) throws IOException {
    return ByteBuffer.wrap(bytes(in, length)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int tag(ByteBuffer in) {
    int group = in.getShort() & 0xFFFF;
    return group << 16 | (in.getShort() & 0xFFFF);
  }
}
