package org.hokan.dicom.image.recompress;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.TransferSyntax;

/** The bytes around pixel data, explicit VR little endian (PS3.5 §7.1.2, §A.4). */
final class Wire {
  static final int UNDEFINED = -1;
  static final int ITEM_HEADER = 8;
  static final int OWN_GROUP = 0x7FDF;

  /** The Private Creator of our own group (PS3.5 §7.8). */
  static final byte[] CREATOR = {
    (byte) 0xDF, 0x7F, 0x10, 0, 'L', 'O', 6, 0, 'H', 'O', 'K', 'A', 'N', ' '
  };

  static final byte[] SEQUENCE_END = item(0xFFFEE0DD, 0);
  private static final int ITEM = 0xFFFEE000;

  private Wire() {}

  /** That our own elements can stand behind all others before the pixel data. */
  static void requireRoom(OpenObject object) {
    boolean beyond =
        !object.attributes().isEmpty()
            && object.attributes().elements().get(object.attributes().size() - 1).tag()
                >= OWN_GROUP << 16;
    if (beyond) {
      throw new RecompressionException(
          "element of group 7FDFH (expected: none, something of ours is to be kept there)");
    }
  }

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
    return pixelHeader(in, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  /** That of a native object; in implicit VR it is OW (PS3.5 §A.1). */
  static PixelHeader pixelHeader(InputStream in, TransferSyntax syntax) throws IOException {
    ByteBuffer header =
        ByteBuffer.wrap(bytes(in, syntax.explicitVr() ? 12 : 8)).order(order(syntax));
    int tag = tag(header);
    if (tag != Tag.PixelData) {
      throw new RecompressionException(
          "element (%04X,%04X) (expected: Pixel Data (7FE0,0010) before any other of its group)"
              .formatted(tag >>> 16, tag & 0xFFFF));
    }
    if (!syntax.explicitVr()) {
      return new PixelHeader("OW", header.getInt());
    }
    byte[] vr = {header.get(), header.get()};
    header.getShort();
    return new PixelHeader(new String(vr, StandardCharsets.US_ASCII), header.getInt());
  }

  private static ByteOrder order(TransferSyntax syntax) {
    return syntax.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** The same as {@link #pixelHeader} read. */
  static byte[] pixelHeader(PixelHeader pixels, TransferSyntax syntax) {
    ByteBuffer header =
        ByteBuffer.allocate(syntax.explicitVr() ? 12 : 8)
            .order(order(syntax))
            .putShort((short) (Tag.PixelData >>> 16))
            .putShort((short) Tag.PixelData);
    if (syntax.explicitVr()) {
      header.put(pixels.vr().getBytes(StandardCharsets.US_ASCII)).putShort((short) 0);
    }
    return header.putInt(pixels.length()).array();
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
