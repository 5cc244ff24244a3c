package org.hokan.dicom.encoding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.hokan.dicom.data.Hex;

/** Encoded data sets as tests write them: header by header, right or wrong. */
public final class Wire {

  static final long UNDEFINED = 0xFFFF_FFFFL;
  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_DELIMITER = 0xFFFEE00D;
  private static final int SEQUENCE_DELIMITER = 0xFFFEE0DD;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final boolean bigEndian;

  private Wire(boolean bigEndian) {
    this.bigEndian = bigEndian;
  }

  public static Wire littleEndian() {
    return new Wire(false);
  }

  public static Wire bigEndian() {
    return new Wire(true);
  }

  /** A header without VR. */
  public Wire implicit(int tag, long length) {
    return tag(tag).u32(length);
  }

  /** An element without VR. */
  public Wire implicit(int tag, String value) {
    return implicit(tag, value.length()).text(value);
  }

  /** A header with VR and 16-bit length. */
  public Wire shortForm(int tag, String vr, int length) {
    return tag(tag).text(vr).u16(length);
  }

  /** An element with VR and 16-bit length. */
  public Wire shortForm(int tag, String vr, String value) {
    return shortForm(tag, vr, value.length()).text(value);
  }

  /** A header with VR and 32-bit length. */
  public Wire longForm(int tag, String vr, long length) {
    return tag(tag).text(vr).u16(0).u32(length);
  }

  public Wire item(long length) {
    return implicit(ITEM, length);
  }

  public Wire itemDelimiter() {
    return implicit(ITEM_DELIMITER, 0);
  }

  public Wire sequenceDelimiter() {
    return implicit(SEQUENCE_DELIMITER, 0);
  }

  public Wire hex(String digits) {
    return bytes(Hex.bytes(digits));
  }

  public Wire text(String text) {
    return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public Wire bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public Wire tag(int tag) {
    return u16(tag >>> 16).u16(tag & 0xFFFF);
  }

  public Wire u16(int value) {
    out.write(bigEndian ? value >> 8 : value);
    out.write(bigEndian ? value : value >> 8);
    return this;
  }

  public Wire u32(long value) {
    int high = (int) (value >> 16) & 0xFFFF;
    int low = (int) value & 0xFFFF;
    return bigEndian ? u16(high).u16(low) : u16(low).u16(high);
  }

  public byte[] toBytes() {
    return out.toByteArray();
  }
}
