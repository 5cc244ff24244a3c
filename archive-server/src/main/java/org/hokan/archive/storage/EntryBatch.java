package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects laid out one after the other as entries of a pack, to be written together. A batch that
 * takes several writes has its first page written last: until then a reader, and a start after a
 * crash of this process, finds zeros where the batch begins, so a batch appears at once.
 */
final class EntryBatch {
  private static final int COPY = 256 * 1024;

  private final List<Pending> objects;
  private final long start;
  private final SegmentPool scratches;
  private final List<byte[]> headers = new ArrayList<>();
  private final List<EntryHeader> entries = new ArrayList<>();
  private final long length;

  /**
   * @param start offset in the pack at which the batch will stand
   * @param scratches one for each thread that writes
   */
  EntryBatch(List<Pending> objects, long firstSequence, long start, SegmentPool scratches) {
    this.objects = objects;
    this.start = start;
    this.scratches = scratches;
    long total = 0;
    long sequence = firstSequence;
    for (Pending pending : objects) {
      EntryHeader header = pending.header(sequence++, firstSequence);
      byte[] encoded = header.encodeAt(start + total);
      entries.add(header);
      headers.add(encoded);
      total += encoded.length + TarHeader.padded(header.length());
    }
    this.length = total;
  }

  /** Bytes in the pack. */
  long length() {
    return length;
  }

  /** Offset in the pack at which it stands. */
  long start() {
    return start;
  }

  /** What is done when all but the first page of a batch is written. */
  interface BeforeStart {
    void run() throws IOException;
  }

  /**
   * Writes all, and zeros behind it up to the end of a page.
   *
   * @param before what stands in the page of the start before it
   * @return what stands in the page of the end before it
   */
  byte[] write(DiskFile file, byte[] before) throws IOException {
    return with(file, before, PageWriter::writeAll);
  }

  /** The same, the first page last, after {@code beforeStart}. */
  byte[] write(DiskFile file, byte[] before, BeforeStart beforeStart) throws IOException {
    return with(
        file,
        before,
        pages -> {
          byte[] last = pages.writeRest();
          beforeStart.run();
          pages.writeStart();
          return last;
        });
  }

  private interface Ending {
    byte[] end(PageWriter pages) throws IOException;
  }

  private byte[] with(DiskFile file, byte[] before, Ending ending) throws IOException {
    ByteBuffer scratch = scratches.take().orElseThrow(EntryBatch::noMemory);
    try {
      PageWriter pages = new PageWriter(file, start, before, scratch);
      for (int i = 0; i < objects.size(); i++) {
        pages.add(ByteBuffer.wrap(headers.get(i)));
        add(objects.get(i).object(), pages);
      }
      return ending.end(pages);
    } finally {
      scratches.give(scratch);
    }
  }

  private static StorageException noMemory() {
    return new StorageException("no memory to write a batch (expected: 64 KiB)");
  }

  private static void add(IncomingObject object, PageWriter pages) throws IOException {
    SpillFile spill = object.spill();
    if (spill != null) {
      copy(spill, pages);
    } else {
      for (ByteBuffer segment : object.buffers()) {
        pages.addSegment(segment);
      }
    }
    pages.addZeros(TarHeader.padded(object.length()) - object.length());
  }

  private static void copy(SpillFile from, PageWriter to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(COPY);
    long position = 0;
    while (from.read(buffer.clear(), position) > 0) {
      position += buffer.position();
      to.add(buffer.flip());
    }
  }

  /** The objects as they are stored. */
  List<StoredObject> stored(PackRef pack) {
    List<StoredObject> stored = new ArrayList<>();
    long at = start;
    for (int i = 0; i < entries.size(); i++) {
      long body = at + headers.get(i).length;
      stored.add(entries.get(i).stored(pack, body));
      at = TarHeader.padded(body + entries.get(i).length());
    }
    return stored;
  }

  PackSummary addTo(PackSummary before) {
    PackSummary after = before;
    for (int i = 0; i < entries.size(); i++) {
      long end = after.end() + headers.get(i).length + TarHeader.padded(entries.get(i).length());
      after = after.plus(entries.get(i), end);
    }
    return after;
  }
}
