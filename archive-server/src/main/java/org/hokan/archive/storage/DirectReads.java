package org.hokan.archive.storage;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whole pages past the system's cache (O_DIRECT) for as long as that works: for objects that
 * were written so, filling the cache takes more time of the processor than all else of a retrieval.
 * Thread-safe.
 */
final class DirectReads implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectReads.class);

  private volatile @Nullable FileChannel channel;

  private DirectReads(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /** Of this file; of nothing where the file system does not know such reads. */
  static DirectReads of(Path path) {
    try {
      return new DirectReads(
          FileChannel.open(path, StandardOpenOption.READ, ExtendedOpenOption.DIRECT));
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("{} is read through the cache only", path, e);
      return new DirectReads(null);
    }
  }

  /** The number of bytes read; empty when they are to be read through the cache. */
  OptionalInt read(ByteBuffer pages, long position) throws IOException {
    FileChannel open = channel;
    if (open == null) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(open.read(pages, position));
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      // Another reader was interrupted, or the device fails: then the cache's read says so.
      LOG.debug("read through the cache from now on", e);
      close();
      return OptionalInt.empty();
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
