package org.hokan.archive.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes zeros past the system's cache (O_DIRECT), in whole blocks: no memory is copied or filled
 * with what nobody will read. Where the file system does not know that, it writes nothing and the
 * caller goes through the cache. For one thread at a time.
 */
final class UncachedZeros implements Closeable {
  private static final int LENGTH = 1 << 20;

  /**
   * A multiple of every page and block size: a page is never both in the cache and written past it.
   */
  static final int UNIT = 1 << 16;

  private static final ByteBuffer BUFFER =
      ByteBuffer.allocateDirect(LENGTH + UNIT).alignedSlice(UNIT).limit(LENGTH).slice();

  private final PastCache file;

  private UncachedZeros(PastCache file) {
    this.file = file;
  }

  static UncachedZeros of(Path path) {
    return new UncachedZeros(PastCache.writing(path));
  }

  /** The next offset that it can write from. */
  static long aligned(long offset) {
    return (offset + UNIT - 1) & -(long) UNIT;
  }

  /** Writes from an aligned offset as far as it can: to where. */
  long write(long from, long until) {
    @Nullable FileChannel open = file.channel().orElse(null);
    long at = from;
    try {
      while (open != null && until - at >= UNIT) {
        int length = (int) (Math.min(LENGTH, until - at) & -(long) UNIT);
        at += open.write(BUFFER.duplicate().limit(length), at) & -(long) UNIT;
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
