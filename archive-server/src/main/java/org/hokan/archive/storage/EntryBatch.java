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
  private final List<byte[]> headers = new ArrayList<>();
  private final List<EntryHeader> entries = new ArrayList<>();
  private final long length;

  EntryBatch(List<Pending> objects, long firstSequence) {
    this.objects = objects;
    long total = 0;
    long sequence = firstSequence;
    for (Pending pending : objects) {
      EntryHeader header = pending.header(sequence++, firstSequence);
      byte[] encoded = header.encode();
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

  /** Writes all but the start, and zeros behind it. */
  void writeBody(DiskFile file, long start, long zerosUntil) throws IOException {
    List<ByteBuffer> gathered = new ArrayList<>();
    long at = start + START;
    long next = at;
    for (int i = 0; i < objects.size(); i++) {
      ByteBuffer header = ByteBuffer.wrap(headers.get(i));
      gathered.add(i == 0 ? header.position(START) : header);
      next += header.remaining();
      IncomingObject object = objects.get(i).object();
      SpillFile spill = object.spill();
      if (spill == null) {
        object.addBuffers(gathered);
      } else {
        file.write(gathered.toArray(new ByteBuffer[0]), at);
        gathered.clear();
        copy(spill, file, next);
        at = next + object.length();
      }
      int padding = (int) (TarHeader.padded(object.length()) - object.length());
      gathered.add(Zeros.of(padding));
      next += object.length() + padding;
    }
    gathered.add(Zeros.of((int) (zerosUntil - next)));
    file.write(gathered.toArray(new ByteBuffer[0]), at);
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

  void writeStart(DiskFile file, long start) throws IOException {
    file.write(ByteBuffer.wrap(headers.get(0), 0, START), start);
  }

  /** The objects as they are stored when the batch begins at this offset. */
  List<StoredObject> stored(PackRef pack, long start) {
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
