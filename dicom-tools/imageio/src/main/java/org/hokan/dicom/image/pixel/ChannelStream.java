package org.hokan.dicom.image.pixel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of a file as a stream that skips without reading. Closing it leaves the file open. */
final class ChannelStream extends InputStream {
  private final FileChannel channel;
  private final long end;
  private long position;

  ChannelStream(FileChannel channel, long offset, long length) throws IOException {
    this.channel = channel;
    this.position = offset;
    this.end = Math.min(channel.size(), offset + length);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= end) {
      return -1;
    }
    int most = (int) Math.min(length, end - position);
    int got = channel.read(ByteBuffer.wrap(target, offset, most), position);
    position += Math.max(got, 0);
    return got;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, end - position));
    position += skipped;
    return skipped;
  }
}
