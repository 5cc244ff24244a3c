package org.hokan.archive.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A stream over a region that is read by position. For one thread at a time. */
class PositionedInputStream extends InputStream {

  /** Reads at a position: the number of bytes, or -1 at the end. */
  interface Source {
    int read(ByteBuffer target, long position) throws IOException;
  }

  /**
   * A larger read would make and fill a buffer outside the heap each time, instead of keeping one.
   */
  private static final int MOST_READ = 1 << 18;

  private final Source source;
  private final long end;
  private long position;

  PositionedInputStream(Source source, long position, long length) {
    this.source = source;
    this.position = position;
    this.end = position + length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= end) {
      return -1;
    }
    int wanted = (int) Math.min(Math.min(length, MOST_READ), end - position);
    int count = source.read(ByteBuffer.wrap(target, offset, wanted), position);
    if (count <= 0) {
      throw new EOFException("the file ends at offset %d (expected: %d)".formatted(position, end));
    }
    position += count;
    return count;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, end - position));
    position += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, end - position);
  }
}
