package org.hokan.archive.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;

/** The bytes of a stored object in a shared file. */
final class StoredSlice implements Slice {
  private final FileCache.Lease lease;
  private final Location location;

  StoredSlice(FileCache.Lease lease, Location location) {
    this.lease = lease;
    this.location = location;
  }

  @Override
  public FileChannel channel() {
    return lease.file().channel();
  }

  @Override
  public long position() {
    return location.offset();
  }

  @Override
  public long count() {
    return location.length();
  }

  @Override
  public void close() {
    lease.close();
  }

  /** A stream that survives the interruption of another reader of the same file. */
  static InputStream stream(FileCache files, PackRef pack, Location location) {
    return new LeasedStream(new LeasedSource(files, pack), location);
  }

  private static final class LeasedStream extends PositionedInputStream {
    private final LeasedSource source;

    LeasedStream(LeasedSource source, Location location) {
      super(source, location.offset(), location.length());
      this.source = source;
    }

    @Override
    public void close() {
      source.lease.close();
    }
  }

  /** Opens the file again when an interrupted reader has closed it for all (see FileChannel). */
  private static final class LeasedSource implements PositionedInputStream.Source {
    private final FileCache files;
    private final PackRef pack;
    private FileCache.Lease lease;

    LeasedSource(FileCache files, PackRef pack) {
      this.files = files;
      this.pack = pack;
      this.lease = files.lease(pack);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      while (true) {
        try {
          return lease.file().read(target, position);
        } catch (ClosedByInterruptException e) {
          throw e;
        } catch (ClosedChannelException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw e;
          }
          lease.close();
          lease = files.lease(pack);
        }
      }
    }
  }
}
