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
 * Writes zeros past the system's cache (O_DIRECT), in whole blocks: no memory is copied or filled
 * with what nobody will read. Where the file system does not know that, it writes nothing and the
 * caller goes through the cache. For one thread at a time.
 */
final class UncachedZeros implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(UncachedZeros.class);
  private static final int LENGTH = 1 << 20;

  /**
   * A multiple of every page and block size: a page is never both in the cache and written past it.
   */
  static final int UNIT = 1 << 16;

  private static final ByteBuffer BUFFER =
      ByteBuffer.allocateDirect(LENGTH + UNIT).alignedSlice(UNIT).limit(LENGTH).slice();

  private @Nullable FileChannel channel;

  private UncachedZeros(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  static UncachedZeros of(Path path) {
    try {
      return new UncachedZeros(
          FileChannel.open(path, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT));
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("{} is written through the cache only", path, e);
    }
    return new UncachedZeros(null);
  }

  /** The next offset that it can write from. */
  static long aligned(long offset) {
    return (offset + UNIT - 1) & -(long) UNIT;
  }

  /** Writes from an aligned offset as far as it can: to where. */
  long write(long from, long until) {
    FileChannel open = channel;
    long at = from;
    try {
      while (open != null && until - at >= UNIT) {
        int length = (int) (Math.min(LENGTH, until - at) & -(long) UNIT);
        at += open.write(BUFFER.duplicate().limit(length), at) & -(long) UNIT;
      }
    } catch (IOException e) {
      LOG.debug("zeros go through the cache from now on", e);
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
