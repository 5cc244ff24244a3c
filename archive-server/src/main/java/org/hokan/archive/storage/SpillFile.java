package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object that is received into a file of its own. Before its first byte lies room for the
 * entry's header, so that the file becomes a pack of one entry when its length is known. What a
 * crash leaves is deleted at the next start. For one thread at a time.
 */
final class SpillFile {
  private static final Logger LOG = LoggerFactory.getLogger(SpillFile.class);

  /** Free space is asked for again after so many bytes. */
  private static final long SPACE_CHECK = 16L << 20;

  private final Volume volume;
  private final long leastFree;
  private final Path path;
  private final DiskFile file;
  private Optional<TwoGroups> groups = Optional.empty();
  private long length;
  private long nextSpaceCheck;

  private SpillFile(Volume volume, long leastFree, Path path, DiskFile file) {
    this.volume = volume;
    this.leastFree = leastFree;
    this.path = path;
    this.file = file;
  }

  static SpillFile create(Volumes volumes) throws IOException {
    Volume volume = volumes.roomiest();
    Path path = volume.folder().resolve(Volume.INCOMING).resolve(UUID.randomUUID() + ".tmp");
    DiskFile file = volume.disk().open(path, Disk.Access.CREATE);
    return new SpillFile(volume, volumes.reserve() / 2, path, file);
  }

  /**
   * Takes what has been received so far, in memory of the store's: it writes all full segments but
   * keeps the first ones, at most {@link TwoGroups#SEGMENTS}, to write on by another thread.
   *
   * @param received the object's segments, all but the last one full; they stay the caller's, and
   *     are in use until {@link #settle}, {@link #discard} or {@link #becomePack}
   */
  void begin(List<ByteBuffer> received, Executor executor) throws IOException {
    List<ByteBuffer> full = new ArrayList<>(received);
    ByteBuffer partial = ByteBuffer.allocate(0);
    if (!full.isEmpty() && full.get(full.size() - 1).hasRemaining()) {
      partial = full.remove(full.size() - 1);
    }
    file.writePages(
        full.stream().map(segment -> segment.duplicate().flip()).toArray(ByteBuffer[]::new),
        EntryHeader.RESERVED);
    length = (long) full.size() * SegmentPool.SEGMENT;
    if (full.size() >= 2) {
      groups = Optional.of(new TwoGroups(file, EntryHeader.RESERVED + length, full, executor));
    }
    write(partial.flip());
  }

  /**
   * @throws SpaceExhausted when an object of unknown length has used up half the reserve
   */
  void write(ByteBuffer chunk) throws IOException {
    int count = chunk.remaining();
    if (groups.isPresent()) {
      groups.get().write(chunk);
    } else {
      file.write(chunk, EntryHeader.RESERVED + length);
    }
    length += count;
    if (length >= nextSpaceCheck) {
      nextSpaceCheck += SPACE_CHECK;
      long free = volume.freeBytes();
      if (free < leastFree) {
        throw new SpaceExhausted(
            "volume %s: %d bytes free while an object of %d bytes and more arrives (expected: >= %d)"
                .formatted(volume, free, length, leastFree));
      }
    }
  }

  /**
   * Writes all that was taken; its memory is used no longer, and what follows is written at once.
   */
  private void settle() throws IOException {
    Optional<TwoGroups> ending = groups;
    groups = Optional.empty();
    if (ending.isPresent()) {
      ending.get().end();
    }
  }

  Volume volume() {
    return volume;
  }

  DiskFile file() {
    return file;
  }

  /** The number of bytes read, -1 at the object's end. */
  int read(ByteBuffer target, long position) throws IOException {
    settle();
    if (position >= length) {
      return -1;
    }
    if (target.remaining() > length - position) {
      target.limit(target.position() + (int) (length - position));
    }
    return file.read(target, EntryHeader.RESERVED + position);
  }

  /** Makes it a pack: all forced, then under the pack's name. */
  void becomePack(PackRef pack, EntryHeader header) throws IOException {
    settle();
    file.write(ByteBuffer.wrap(header.encodeReserved()), 0);
    long end = TarHeader.padded(EntryHeader.RESERVED + length);
    long tail = end + TarHeader.TRAILER - (EntryHeader.RESERVED + length);
    file.write(ByteBuffer.allocate((int) tail), EntryHeader.RESERVED + length);
    file.force(true);
    volume.disk().createFolder(pack.folder());
    volume.disk().rename(path, pack.path());
    try {
      volume.disk().forceFolder(pack.folder());
    } catch (IOException e) {
      delete(pack.path());
      throw e;
    }
    close();
  }

  void discard() {
    try {
      if (groups.isPresent()) {
        groups.get().await();
      }
    } catch (IOException e) {
      LOG.debug("{} is given up", path, e);
    }
    close();
    delete(path);
  }

  private void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("{} cannot be closed", path, e);
    }
  }

  private void delete(Path which) {
    try {
      volume.disk().delete(which);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted; the next start will try again", which, e);
    }
  }
}
