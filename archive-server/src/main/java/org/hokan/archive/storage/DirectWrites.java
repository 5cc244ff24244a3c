package org.hokan.archive.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes whole pages of objects past the system's cache (O_DIRECT): no memory is taken for them and
 * nothing is copied, which is most of the processor time of an append, and the force after it finds
 * them on the device. What is written so is durable only after a force, like all else. For one
 * thread at a time.
 */
final class DirectWrites implements Closeable {

  /** A multiple of the block size of all devices and of most file systems. */
  static final int UNIT = 4096;

  private final PastCache file;

  private DirectWrites(PastCache file) {
    this.file = file;
  }

  /** Writes to this file; to nothing where the file system does not know such writes. */
  static DirectWrites of(Path path) {
    return new DirectWrites(PastCache.writing(path));
  }

  /**
   * Writes as much as it can: to where. The rest of the buffers is for the cache, after a failure
   * of the device, too: that write or the force after it then says so.
   */
  long write(ByteBuffer[] buffers, long position) {
    @Nullable FileChannel open = file.channel().orElse(null);
    long at = position;
    if (open == null) {
      return at;
    }
    try {
      open.position(position);
      int first = 0;
      while (first < buffers.length) {
        long count = open.write(buffers, first, buffers.length - first);
        at += count;
        while (first < buffers.length && !buffers[first].hasRemaining()) {
          first++;
        }
      }
    } catch (IOException e) {
      file.giveUp(e);
    }
    return at;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
