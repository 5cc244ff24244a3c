package org.hokan.archive.storage;

import java.io.EOFException;
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

  /**
   * A stream that survives the interruption of another reader of the same file, and the failure of
   * a file that has a copy.
   */
  static InputStream stream(Reading.Source source, Location location) {
    return new LeasedStream(new LeasedSource(source), location);
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
    private final Reading.Source source;
    private FileCache.Lease lease;

    LeasedSource(Reading.Source source) {
      this.source = source;
      this.lease = source.lease();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      while (true) {
        try {
          int count = lease.file().read(target, position);
          if (count > 0 || !turnToCopy(new EOFException("it ends at offset " + position))) {
            return count;
          }
        } catch (ClosedByInterruptException e) {
          throw e;
        } catch (ClosedChannelException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw e;
          }
          lease.close();
          lease = source.lease();
        } catch (IOException e) {
          if (!turnToCopy(e)) {
            throw e;
          }
        }
      }
    }

    private boolean turnToCopy(IOException why) {
      if (!source.toCopy(why)) {
        return false;
      }
      lease.close();
      lease = source.lease();
      return true;
    }
  }
}
