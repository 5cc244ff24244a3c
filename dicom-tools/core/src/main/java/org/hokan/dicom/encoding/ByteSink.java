package org.hokan.dicom.encoding;

import java.io.IOException;
import java.io.OutputStream;

/** Numbers, tags and bytes onto a stream, through a small buffer. Not thread-safe. */
final class ByteSink {

  private final OutputStream out;
  private final byte[] buffer = new byte[4096];
  private int filled;

  ByteSink(OutputStream out) {
    this.out = out;
  }

  void u8(int value) throws IOException {
    if (filled == buffer.length) {
      flush();
    }
    buffer[filled++] = (byte) value;
  }

  void u16(int value, boolean bigEndian) throws IOException {
    u8(bigEndian ? value >> 8 : value);
    u8(bigEndian ? value : value >> 8);
  }

  void u32(long value, boolean bigEndian) throws IOException {
    int high = (int) (value >> 16);
    u16(bigEndian ? high : (int) value, bigEndian);
    u16(bigEndian ? (int) value : high, bigEndian);
  }

  void tag(int tag, boolean bigEndian) throws IOException {
    u16(tag >>> 16, bigEndian);
    u16(tag, bigEndian);
  }

  void bytes(byte[] bytes, int length) throws IOException {
    if (length <= buffer.length - filled) {
      System.arraycopy(bytes, 0, buffer, filled, length);
      filled += length;
    } else {
      flush();
      out.write(bytes, 0, length);
    }
  }

  /** The stream itself, everything before being on it. */
  OutputStream stream() throws IOException {
    flush();
    return out;
  }

  void flush() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }
}
