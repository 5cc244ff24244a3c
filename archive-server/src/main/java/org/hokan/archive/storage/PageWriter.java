package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes bytes that follow one another as whole pages, past the system's cache where that is
 * possible: what is small is copied together, whole pages of objects stand for themselves. The page
 * in which it begins is written again with what it held before: with all else in one write, or last
 * where that takes several. For one thread at a time.
 */
final class PageWriter {
  private static final int PAGE = DirectWrites.UNIT;

  private final DiskFile file;
  private final ByteBuffer scratch;
  private final List<ByteBuffer> ready = new ArrayList<>();
  private final long firstPage;

  /** Bytes at the beginning of the scratch memory that stay there to be written last. */
  private final int held;

  /** Where in the file what is ready goes. */
  private long at;

  /** Where in the scratch memory that begins which is not ready yet. */
  private int unready;

  /**
   * @param start offset in the file
   * @param before what stands in the page of {@code start} before it
   * @param scratch from {@link SegmentPool}
   */
  PageWriter(DiskFile file, long start, byte[] before, ByteBuffer scratch) {
    this.file = file;
    this.scratch = scratch.clear().put(before);
    this.firstPage = start - before.length;
    // Both blocks of zeros that end the file for a reader stay until the last.
    this.held = before.length + TarHeader.TRAILER > PAGE ? 2 * PAGE : PAGE;
    this.at = firstPage + held;
    this.unready = held;
  }

  /** Adds bytes, which are copied. */
  void add(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (!scratch.hasRemaining()) {
        write();
      }
      copy(bytes, scratch);
    }
  }

  static void copy(ByteBuffer from, ByteBuffer to) {
    int limit = from.limit();
    from.limit(from.position() + Math.min(from.remaining(), to.remaining()));
    to.put(from);
    from.limit(limit);
  }

  void addZeros(long count) throws IOException {
    add(Zeros.of((int) count));
  }

  /** Adds memory that begins at a page and is not to change; whole pages are not copied. */
  void addSegment(ByteBuffer segment) throws IOException {
    int whole = segment.remaining() & -PAGE;
    if (whole > 0 && scratch.position() >= held && scratch.position() % PAGE == 0) {
      makeReady();
      ready.add(segment.slice(segment.position(), whole));
      segment.position(segment.position() + whole);
    }
    add(segment);
  }

  private void makeReady() {
    if (scratch.position() > unready) {
      ready.add(scratch.slice(unready, scratch.position() - unready));
      unready = scratch.position();
    }
  }

  private void write() throws IOException {
    makeReady();
    long length = ready.stream().mapToLong(ByteBuffer::remaining).sum();
    if (length > 0) {
      file.writePages(ready.toArray(new ByteBuffer[0]), at);
      ready.clear();
      at += length;
    }
    scratch.position(held);
    unready = held;
  }

  /**
   * Writes all but the first page, and zeros up to the end of the last one.
   *
   * @return what now stands in the page of the end before the end
   */
  byte[] writeRest() throws IOException {
    int end = scratch.position();
    byte[] last = new byte[end % PAGE];
    scratch.get(end - last.length, last);
    addZeros(Math.max(held, (end + PAGE - 1) & -PAGE) - end);
    write();
    return last;
  }

  /**
   * Writes all that is left, and zeros up to the end of the last page.
   *
   * @return what now stands in the page of the end before the end
   */
  byte[] writeAll() throws IOException {
    boolean atOnce = at == firstPage + held;
    if (atOnce) {
      at = firstPage;
      ready.add(0, start());
    }
    byte[] last = writeRest();
    if (!atOnce) {
      writeStart();
    }
    return last;
  }

  private ByteBuffer start() {
    return scratch.slice(0, held);
  }

  /** Writes the first page: now all of it is there. */
  void writeStart() throws IOException {
    file.writePages(new ByteBuffer[] {start()}, firstPage);
  }
}
