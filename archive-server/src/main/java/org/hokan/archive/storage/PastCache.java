package org.hokan.archive.storage;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is written past the system's cache (O_DIRECT) for as long as that works; afterwards,
 * or where the file system does not know it, there is no channel, and the caller goes through the
 * cache. For one thread at a time.
 */
final class PastCache implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(PastCache.class);

  private @Nullable FileChannel channel;

  private PastCache(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  static PastCache of(Path path) {
    try {
      return new PastCache(
          FileChannel.open(path, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT));
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("{} is written through the cache only", path, e);
    }
    return new PastCache(null);
  }

  Optional<FileChannel> channel() {
    return Optional.ofNullable(channel);
  }

  /** A write failed: what follows goes through the cache. */
  void giveUp(IOException failure) {
    LOG.debug("written through the cache from now on", failure);
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
