package org.hokan.archive.storage;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is read or written past the system's cache (O_DIRECT) for as long as that works;
 * afterwards, or where the file system does not know it, there is no channel, and the caller goes
 * through the cache. For many readers at a time, or for one writer.
 */
final class PastCache implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(PastCache.class);

  private volatile @Nullable FileChannel channel;

  private PastCache(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  static PastCache reading(Path path) {
    return of(path, StandardOpenOption.READ);
  }

  static PastCache writing(Path path) {
    return of(path, StandardOpenOption.WRITE);
  }

  private static PastCache of(Path path, OpenOption access) {
    try {
      return new PastCache(FileChannel.open(path, access, ExtendedOpenOption.DIRECT));
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("{}: {} goes through the cache only", path, access, e);
    }
    return new PastCache(null);
  }

  Optional<FileChannel> channel() {
    return Optional.ofNullable(channel);
  }

  /**
   * Reads whole pages: for objects that were written so, filling the cache takes more time of the
   * processor than all else of a retrieval.
   *
   * @return the number of bytes read; empty when they are to be read through the cache
   */
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
      giveUp(e);
      return OptionalInt.empty();
    }
  }

  /** It failed: what follows goes through the cache. */
  void giveUp(IOException failure) {
    LOG.debug("through the cache from now on", failure);
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
