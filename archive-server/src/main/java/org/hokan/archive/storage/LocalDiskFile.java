package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of this machine. */
final class LocalDiskFile implements DiskFile {
  private final FileChannel channel;

  LocalDiskFile(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public void write(ByteBuffer[] buffers, long position) throws IOException {
    long remaining = 0;
    for (ByteBuffer buffer : buffers) {
      remaining += buffer.remaining();
    }
    channel.position(position);
    int first = 0;
    while (remaining > 0) {
      while (!buffers[first].hasRemaining()) {
        first++;
      }
      remaining -= channel.write(buffers, first, buffers.length - first);
    }
  }

  @Override
  public void write(ByteBuffer buffer, long position) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
  }

  @Override
  public int read(ByteBuffer buffer, long position) throws IOException {
    return channel.read(buffer, position);
  }

  @Override
  public void force(boolean metadata) throws IOException {
    channel.force(metadata);
  }

  @Override
  public void truncate(long size) throws IOException {
    channel.truncate(size);
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public FileChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
