package org.hokan.archive.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Optional;

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

  /**
   * Reads the whole object, the end of its header, and what else is on their pages.
   *
   * @return the object's bytes; empty when they have another digest
   */
  static Optional<ByteBuffer> read(
      Reading.Source source, Location location, String digest, ObjectBuffer buffer)
      throws IOException {
    ByteBuffer pages = buffer.pages();
    long header = Math.max(0, location.offset() - BodyProof.BEFORE);
    long start = header - header % DirectWrites.UNIT;
    int before = (int) (location.offset() - start);
    int end = before + (int) location.length();
    pages.limit((end + DirectWrites.UNIT - 1) / DirectWrites.UNIT * DirectWrites.UNIT);
    LeasedSource leased = new LeasedSource(source);
    try {
      while (pages.position() < end) {
        long position = start + pages.position();
        if (leased.readPages(pages, position) <= 0) {
          throw new EOFException(
              "it ends at offset %d (expected: %d)".formatted(position, start + end));
        }
      }
    } finally {
      leased.lease.close();
    }
    ByteBuffer object = pages.slice(before, end - before);
    return buffer.proof().isWhole(pages.slice(0, before), object, digest)
        ? Optional.of(object)
        : Optional.empty();
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
      return read(target, position, DiskFile::read);
    }

    int readPages(ByteBuffer target, long position) throws IOException {
      return read(target, position, DiskFile::readPages);
    }

    private int read(ByteBuffer target, long position, Way way) throws IOException {
      while (true) {
        try {
          int count = way.read(lease.file(), target, position);
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

    /** How a file is read. */
    private interface Way {
      int read(DiskFile file, ByteBuffer target, long position) throws IOException;
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
