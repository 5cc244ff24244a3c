package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a pack one after the other and skips the bodies. Takes nothing on trust: a
 * length that leads out of the pack, an over-long header, a wrong check, a sector that the device
 * cannot read end in {@link DamagedPack}. Memory is constant. Not thread-safe.
 */
final class PackReader {
  /** An entry and where it is. */
  record Entry(EntryHeader header, long headerOffset, long bodyOffset) {
    long end() {
      return TarHeader.padded(bodyOffset + header.length());
    }
  }

  private static final int FIRST_READ = 8 * TarHeader.BLOCK;
  private static final int SCAN_READ = 128 * TarHeader.BLOCK;

  /** What an unreadable sector takes with it, at most. */
  static final int PAGE = 8 * TarHeader.BLOCK;

  private final DiskFile file;
  private final String pack;
  private final long until;
  private final boolean zerosEnd;
  private final ByteBuffer buffer = ByteBuffer.allocate(EntryHeader.RESERVED);
  private long offset;

  /** Why the last read ended before its end, other than by the end of the file. */
  private @Nullable IOException unreadable;

  private PackReader(DiskFile file, String pack, long from, long until, boolean zerosEnd) {
    this.file = file;
    this.pack = pack;
    this.offset = from;
    this.until = until;
    this.zerosEnd = zerosEnd;
  }

  /** For a pack whose end is known: all that lies before it are entries. */
  static PackReader within(DiskFile file, String pack, long from, long end) {
    return new PackReader(file, pack, from, end, false);
  }

  /** For a pack whose end is to be found: a block of zeros ends it. */
  static PackReader scanning(DiskFile file, String pack, long from) throws IOException {
    return new PackReader(file, pack, from, file.size(), true);
  }

  /** For the file of a large object: its entry, and the zeros that end it. */
  static PackReader large(DiskFile file, String pack, long from) throws IOException {
    return within(file, pack, from, Math.max(1, file.size() - TarHeader.TRAILER));
  }

  /** Where the next header is expected. */
  long offset() {
    return offset;
  }

  /** Behind this there are no entries. */
  long end() {
    return until;
  }

  /** Goes on at another place, found by {@link #seek}. */
  void moveTo(long newOffset) {
    offset = newOffset;
  }

  /**
   * The next entry; empty at the end.
   *
   * @throws DamagedPack when there is something else; {@link #offset} stays
   */
  Optional<Entry> next() throws IOException {
    if (offset >= until) {
      return Optional.empty();
    }
    fill(FIRST_READ);
    if (buffer.position() < TarHeader.BLOCK) {
      throw damaged("the file ends (expected: header)");
    }
    if (zerosEnd && TarHeader.isZero(buffer.array(), 0, TarHeader.BLOCK)) {
      return Optional.empty();
    }
    int length = EntryHeader.encodedLength(buffer.array(), 0);
    if (length < 0) {
      throw damaged("bytes that are no PAX header (expected: PAX header of an entry)");
    }
    if (buffer.position() < length) {
      fill(length);
    }
    if (buffer.position() < length) {
      throw damaged("the file ends within a header of %d bytes".formatted(length));
    }
    Entry entry = new Entry(parse(), offset, offset + length);
    if (entry.end() > until || entry.end() < offset) {
      throw damaged(
          "entry of %d bytes (expected: end before %d)".formatted(entry.header().length(), until));
    }
    offset = entry.end();
    return Optional.of(entry);
  }

  private EntryHeader parse() {
    try {
      return EntryHeader.parse(buffer.array(), 0);
    } catch (IllegalArgumentException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  private void fill(int length) throws IOException {
    buffer.clear().limit((int) Math.min(length, until - offset));
    readInto(buffer, offset);
  }

  private void readInto(ByteBuffer target, long from) throws IOException {
    unreadable = null;
    try {
      while (target.hasRemaining() && file.read(target, from + target.position()) > 0) {
        // until full or at the end of the file
      }
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      unreadable = e;
    }
  }

  private DamagedPack damaged(String problem) {
    return unreadable == null
        ? new DamagedPack(pack, offset, problem)
        : DamagedPack.unreadable(pack, offset, unreadable);
  }

  /**
   * The first place from {@code from} on where a whole header stands, searched block by block; what
   * cannot be read is passed over. What is found may be a copy of a header within an object's body.
   *
   * @param batchStarts whether only the first entry of a batch counts
   */
  OptionalLong seek(long from, boolean batchStarts) throws IOException {
    ByteBuffer blocks = ByteBuffer.allocate(SCAN_READ);
    long back = offset;
    try {
      long at = from;
      while (at < until) {
        blocks.clear().limit((int) Math.min(SCAN_READ, until - at));
        readInto(blocks, at);
        long next =
            unreadable == null ? at + SCAN_READ : (at + blocks.position()) / PAGE * PAGE + PAGE;
        for (int i = 0; i + TarHeader.BLOCK <= blocks.position(); i += TarHeader.BLOCK) {
          if (blocks.get(i) != 0 && isEntry(blocks.array(), i, at + i, batchStarts)) {
            return OptionalLong.of(at + i);
          }
        }
        at = next;
      }
      return OptionalLong.empty();
    } finally {
      offset = back;
    }
  }

  private boolean isEntry(byte[] blocks, int i, long at, boolean batchStarts) throws IOException {
    if (!TarHeader.is(blocks, i, TarHeader.PAX)) {
      return false;
    }
    offset = at;
    try {
      return next().filter(entry -> !batchStarts || entry.header().startsBatch()).isPresent();
    } catch (DamagedPack e) {
      return false;
    }
  }
}
