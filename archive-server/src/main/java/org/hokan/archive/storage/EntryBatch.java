package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects laid out one after the other as entries of a pack, to be written together. The first
 * block is written last: until then a reader, and a start after a crash of this process, finds
 * zeros there, so a batch appears at once.
 */
final class EntryBatch {
  /** Written last; every header is longer. */
  private static final int START = TarHeader.TRAILER;

  private static final int COPY = 256 * 1024;

  private final List<Pending> objects;
  private final long start;
  private final List<byte[]> headers = new ArrayList<>();
  private final List<EntryHeader> entries = new ArrayList<>();
  private final long length;

  /**
   * @param start offset in the pack at which the batch will stand
   */
  EntryBatch(List<Pending> objects, long firstSequence, long start) {
    this.objects = objects;
    this.start = start;
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

  /** Writes all but the start, and zeros behind it. */
  void writeBody(DiskFile file, long zerosUntil) throws IOException {
    Gathered gathered = new Gathered(file, start + START);
    for (int i = 0; i < objects.size(); i++) {
      ByteBuffer header = ByteBuffer.wrap(headers.get(i));
      gathered.add(i == 0 ? header.position(START) : header);
      IncomingObject object = objects.get(i).object();
      SpillFile spill = object.spill();
      if (spill == null) {
        gathered.add(object);
      } else {
        gathered.write();
        copy(spill, file, gathered.end);
        gathered.skip(object.length());
      }
      gathered.add(Zeros.of((int) (TarHeader.padded(object.length()) - object.length())));
    }
    gathered.add(Zeros.of((int) (zerosUntil - gathered.end)));
    gathered.write();
  }

  /** Buffers that will be written together, one behind the other. */
  private static final class Gathered {
    private final DiskFile file;
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private long at;

    /** Where the next buffer goes. */
    private long end;

    Gathered(DiskFile file, long at) {
      this.file = file;
      this.at = at;
      this.end = at;
    }

    void add(ByteBuffer buffer) {
      end += buffer.remaining();
      buffers.add(buffer);
    }

    /** An object in memory; its whole pages go past the system's cache where they can. */
    void add(IncomingObject object) throws IOException {
      List<ByteBuffer> segments = object.buffers();
      if (end % DirectWrites.UNIT == 0 && object.length() >= SegmentPool.SEGMENT) {
        write();
        ByteBuffer tail = segments.get(segments.size() - 1);
        ByteBuffer rest = tail.duplicate();
        int whole = tail.remaining() & -DirectWrites.UNIT;
        tail.limit(tail.position() + whole);
        rest.position(rest.position() + whole);
        file.writePages(segments.toArray(new ByteBuffer[0]), at);
        skip(object.length() - rest.remaining());
        add(rest);
      } else {
        segments.forEach(this::add);
      }
    }

    /** So many bytes are written already. */
    void skip(long length) {
      end += length;
      at = end;
    }

    void write() throws IOException {
      file.write(buffers.toArray(new ByteBuffer[0]), at);
      buffers.clear();
      at = end;
    }
  }

  private static void copy(SpillFile from, DiskFile to, long start) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(COPY);
    long position = 0;
    while (from.read(buffer.clear(), position) > 0) {
      int count = buffer.position();
      to.write(buffer.flip(), start + position);
      position += count;
    }
  }

  void writeStart(DiskFile file) throws IOException {
    file.write(ByteBuffer.wrap(headers.get(0), 0, START), start);
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
