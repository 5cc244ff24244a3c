package org.hokan.dicom.net.pdu;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.hokan.dicom.data.Uid;

/** Walks the items of one A-ASSOCIATE PDU, counting them; every length is checked before use. */
final class ItemCursor {
  private final int maxItems;
  private int items;

  ItemCursor(int maxItems) {
    this.maxItems = maxItems;
  }

  /**
   * The content of the item or sub-item that begins at the reader index; its header is consumed.
   */
  Item next(ByteBuf in, String within) {
    if (++items > maxItems) {
      throw PduException.invalid(
          "A-ASSOCIATE items: more than %d (expected: at most %d)".formatted(maxItems, maxItems));
    }
    need(in, 4, within + ": item header");
    int type = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    int length = in.readUnsignedShort();
    need(in, length, "%s: item %02XH".formatted(within, type));
    return new Item(type, second, in.readSlice(length));
  }

  static void need(ByteBuf in, int bytes, String what) {
    if (in.readableBytes() < bytes) {
      throw PduException.invalid(
          "%s: %d bytes left (expected: %d; PS3.8 §9.3.2)"
              .formatted(what, in.readableBytes(), bytes));
    }
  }

  static ByteBuf counted(ByteBuf in, String what) {
    need(in, 2, what + " length");
    int length = in.readUnsignedShort();
    need(in, length, what);
    return in.readSlice(length);
  }

  static String text(ByteBuf in) {
    return in.readCharSequence(in.readableBytes(), StandardCharsets.ISO_8859_1).toString();
  }

  /** A UID; trailing NULs and blanks, which some peers pad with, are dropped. */
  static Uid uid(ByteBuf in, String what) {
    String text = stripPadding(text(in));
    if (!Uid.isUid(text)) {
      throw PduException.invalid(
          "%s: %d characters that are no UID (expected: 1 to 64 of 0-9 and '.'; PS3.5 §9.1)"
              .formatted(what, text.length()));
    }
    return Uid.of(text);
  }

  static Octets octets(ByteBuf in) {
    byte[] bytes = new byte[in.readableBytes()];
    in.readBytes(bytes);
    return Octets.of(bytes);
  }

  static String stripPadding(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) <= ' ') {
      end--;
    }
    int start = 0;
    while (start < end && text.charAt(start) == ' ') {
      start++;
    }
    return text.substring(start, end);
  }

  /** One item; {@code second} is the byte that is reserved in all items but 57H. */
  record Item(int type, int second, ByteBuf content) {}
}
