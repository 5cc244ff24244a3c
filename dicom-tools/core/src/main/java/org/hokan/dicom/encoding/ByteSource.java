package org.hokan.dicom.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to be parsed, from a stream or from the first part of an object that is still arriving.
 *
 * <p>The next bytes can be looked at before they are taken. Not thread-safe.
 */
final class ByteSource {

  private static final int BUFFER = 8192;
  private static final int EAGER = 1 << 16;

  private final @Nullable InputStream in;
  private final boolean moreToCome;
  private byte[] buffer;
  private int position;
  private int limit;

  /** The offset of the buffer's first byte from the data set's start. */
  private long start;

  private ByteSource(
      @Nullable InputStream in, byte[] buffer, int position, int limit, boolean moreToCome) {
    this.in = in;
    this.buffer = buffer;
    this.position = position;
    this.limit = limit;
    this.start = -position;
    this.moreToCome = moreToCome;
  }

  /**
   * @param moreToCome whether the end of these bytes is not the object's, so that a reader must
   *     answer "not enough" instead of taking it for the end
   */
  static ByteSource of(InputStream in, boolean moreToCome) {
    return new ByteSource(in, new byte[BUFFER], 0, 0, moreToCome);
  }

  /** See {@link #of(InputStream, boolean)}. */
  static ByteSource of(byte[] bytes, int offset, int length, boolean moreToCome) {
    return new ByteSource(null, bytes, offset, offset + length, moreToCome);
  }

  /** Bytes taken so far. */
  long offset() {
    return start + position;
  }

  /**
   * Whether that many bytes can be looked at; false when the object ends before. A guess needs them
   * as much as an element does: it must not depend on how much has come.
   */
  boolean require(int count) throws IOException {
    if (limit - position >= count) {
      return true;
    }
    if (fill(count)) {
      return true;
    }
    outOfBytes(count);
    return false;
  }

  private void outOfBytes(long count) {
    if (moreToCome) {
      throw new TruncatedDataException(
          "data set: the first %d bytes (expected: %d for the next element)"
              .formatted(start + limit, start + position + count),
          start + position + count);
    }
  }

  private boolean fill(int count) throws IOException {
    if (in == null) {
      return false;
    }
    if (buffer.length - position < count) {
      byte[] target = count > buffer.length ? new byte[Math.max(count, BUFFER)] : buffer;
      System.arraycopy(buffer, position, target, 0, limit - position);
      start += position;
      limit -= position;
      position = 0;
      buffer = target;
    }
    while (limit - position < count) {
      int got = in.read(buffer, limit, buffer.length - limit);
      if (got < 0) {
        return false;
      }
      limit += got;
    }
    return true;
  }

  /** How many bytes are at hand without reading. */
  int buffered() {
    return limit - position;
  }

  /** A byte to be looked at; it must have been {@linkplain #require required}. */
  int u8(int ahead) {
    return buffer[position + ahead] & 0xFF;
  }

  /** Two bytes as an unsigned number. */
  int u16(int ahead, boolean bigEndian) {
    int first = u8(ahead);
    int second = u8(ahead + 1);
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  /** Four bytes as an unsigned number. */
  long u32(int ahead, boolean bigEndian) {
    long first = u16(ahead, bigEndian);
    long second = u16(ahead + 2, bigEndian);
    return bigEndian ? first << 16 | second : second << 16 | first;
  }

  /** Group and element. */
  int tag(int ahead, boolean bigEndian) {
    return u16(ahead, bigEndian) << 16 | u16(ahead + 2, bigEndian);
  }

  /** Takes bytes that were required before. */
  void take(int count) {
    position += count;
  }

  /** Takes up to that many bytes; -1 when the object ends here. */
  int read(byte[] target, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (position == limit) {
      if (in != null && count >= BUFFER) {
        int got = in.read(target, offset, count);
        start += Math.max(got, 0);
        return got < 0 ? ended(count) : got;
      }
      if (!fill(1)) {
        return ended(count);
      }
    }
    int got = Math.min(count, limit - position);
    System.arraycopy(buffer, position, target, offset, got);
    position += got;
    return got;
  }

  private int ended(long wanted) {
    outOfBytes(wanted);
    return -1;
  }

  /**
   * Takes that many bytes; fewer only when the object ends before. Memory grows with what comes.
   */
  byte[] read(int count) throws IOException {
    if (moreToCome && in == null && limit - position < count) {
      outOfBytes(count);
    }
    byte[] bytes = new byte[Math.min(count, EAGER)];
    int filled = 0;
    while (filled < count) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(count, bytes.length * 4L));
      }
      int got = read(bytes, filled, bytes.length - filled);
      if (got < 0) {
        break;
      }
      filled += got;
    }
    return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
  }

  /** Takes and forgets that many bytes; answers how many there were. */
  long skip(long count) throws IOException {
    long left = count - advance(count);
    while (left > 0) {
      // The last byte is read, not skipped: a file lets itself be skipped beyond its end.
      if (left > BUFFER && in != null) {
        long skipped = Math.max(0, in.skip(left - 1));
        start += skipped;
        left -= skipped;
      }
      if (!fill(1)) {
        outOfBytes(left);
        break;
      }
      left -= advance(left);
    }
    return count - left;
  }

  private int advance(long count) {
    int taken = (int) Math.min(count, limit - position);
    position += taken;
    return taken;
  }

  /** Frees what inflating takes; nothing more can be read then. */
  void release() {
    if (in instanceof InflatingStream inflating) {
      inflating.release();
    }
  }

  /** What has not been taken yet, as a stream. */
  InputStream rest() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return ByteSource.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return ByteSource.this.read(target, offset, length);
      }

      @Override
      public long skip(long count) throws IOException {
        return count <= 0 ? 0 : ByteSource.this.skip(count);
      }

      @Override
      public int available() throws IOException {
        return in == null ? limit - position : limit - position + in.available();
      }

      @Override
      public void close() throws IOException {
        if (in != null) {
          in.close();
        }
      }
    };
  }
}
