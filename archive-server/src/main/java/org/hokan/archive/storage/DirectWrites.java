package org.hokan.archive.storage;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes whole pages of objects past the system's cache (O_DIRECT): no memory is taken for them and
 * nothing is copied, which is most of the processor time of an append, and the force after it finds
 * them on the device. What is written so is durable only after a force, like all else. For one
 * thread at a time.
 */
final class DirectWrites implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectWrites.class);

  /** A multiple of the block size of all devices and of most file systems. */
  static final int UNIT = 4096;

  private @Nullable FileChannel channel;

  private DirectWrites(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /** Writes to this file; to nothing where the file system does not know such writes. */
  static DirectWrites of(Path path) {
    try {
      return new DirectWrites(
          FileChannel.open(path, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT));
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("{} is written through the cache only", path, e);
    }
    return new DirectWrites(null);
  }

  /**
   * Writes as much as it can: to where. The rest of the buffers is for the cache, after a failure
   * of the device, too: that write or the force after it then says so.
   */
  long write(ByteBuffer[] buffers, long position) {
    FileChannel open = channel;
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
      LOG.debug("pages go through the cache from now on", e);
      closeQuietly();
    }
    return at;
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      LOG.debug("channel cannot be closed", e);
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
