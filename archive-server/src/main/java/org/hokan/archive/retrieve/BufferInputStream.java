package org.hokan.archive.retrieve;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** What remains in a buffer, as a stream. Not thread-safe. */
final class BufferInputStream extends InputStream {
  private final ByteBuffer buffer;

  BufferInputStream(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  @Override
  public int read() {
    return buffer.hasRemaining() ? buffer.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count == 0 && length > 0 ? -1 : count;
  }
}
