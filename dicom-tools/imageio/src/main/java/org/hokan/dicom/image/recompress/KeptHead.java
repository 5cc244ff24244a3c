package org.hokan.dicom.image.recompress;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.hokan.dicom.encoding.DataSetParser;
import org.hokan.dicom.encoding.StreamingWriter;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * The attributes of an object that came in another encoding than explicit VR little endian, which
 * all encapsulated pixel data asks for (PS3.5 §A.4): they are written in that, and the bytes as
 * they came are kept behind them, deflated, in an element of our own.
 */
final class KeptHead {
  private static final int ELEMENT = Wire.OWN_GROUP << 16 | 0x1002;
  private static final int HEADER = Wire.CREATOR.length + 12;

  private KeptHead() {}

  static void write(OpenObject object, OutputStream to) throws IOException {
    Wire.requireRoom(object);
    to.write(explicit(object));
    byte[] kept = deflated(object.head());
    int pad = kept.length & 1;
    int value = kept.length + pad + Integer.BYTES;
    to.write(Wire.CREATOR);
    to.write(Wire.element(ELEMENT, "OB", value));
    to.write(kept);
    to.write(new byte[pad]);
    to.write(length(HEADER + value));
  }

  private static byte[] explicit(OpenObject object) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamingWriter writer = new StreamingWriter(out, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    new DataSetParser(new ByteArrayInputStream(object.head()), object.transferSyntax())
        .parse(writer);
    writer.finish();
    return out.toByteArray();
  }

  private static byte[] deflated(byte[] head) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflating = new DeflaterOutputStream(out)) {
      deflating.write(head);
    }
    return out.toByteArray();
  }

  private static byte[] length(int bytes) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes).array();
  }

  /** The attributes as they came, of an object with {@link #write}'s head. */
  static byte[] read(OpenObject object) throws IOException {
    byte[] head = object.head();
    int end = head.length - Integer.BYTES;
    int length = end < 0 ? 0 : ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    int begin = head.length - length;
    boolean there =
        length >= HEADER + Integer.BYTES
            && begin >= 0
            && Arrays.equals(
                Wire.CREATOR, Arrays.copyOfRange(head, begin, begin + Wire.CREATOR.length));
    if (!there) {
      throw new RecompressionException(
          "object: no attributes as they came before the pixel data (expected: the kept ones)");
    }
    byte[] kept = Arrays.copyOfRange(head, begin + HEADER, end);
    try (InputStream inflating = new InflaterInputStream(new ByteArrayInputStream(kept))) {
      byte[] came = inflating.readNBytes(OpenObject.LONGEST_HEAD + 1);
      if (came.length > OpenObject.LONGEST_HEAD) {
        throw new RecompressionException(
            "kept attributes: more than %d bytes (expected: at most)"
                .formatted(OpenObject.LONGEST_HEAD));
      }
      return came;
    }
  }
}
