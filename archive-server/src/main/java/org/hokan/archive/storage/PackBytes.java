package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies bytes of packs, and puts whole new files in their places. */
final class PackBytes {
  private static final Logger LOG = LoggerFactory.getLogger(PackBytes.class);
  private static final int BUFFER = 1 << 20;

  private PackBytes() {}

  /** Bytes of one file to the same place of the other. */
  static void copy(DiskFile from, DiskFile to, long start, long end) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(1, end - start)));
    long at = start;
    while (at < end) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      int count = from.read(buffer, at);
      if (count <= 0) {
        throw new IOException("the file ends at offset %d (expected: %d)".formatted(at, end));
      }
      to.write(buffer.flip(), at);
      at += count;
    }
  }

  /**
   * Writes what the file holds there once more, for the next force; what cannot be read is passed
   * over.
   */
  static void writeAgain(DiskFile file, long start, long end) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(1, end - start)));
    long at = start;
    while (at < end) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      int count = readable(file, buffer, at);
      if (count < 0) {
        return;
      }
      file.write(buffer.flip(), at);
      at = count > 0 ? at + count : (at / PackReader.PAGE + 1) * PackReader.PAGE;
    }
  }

  /** The number of bytes read, -1 at the end of the file, 0 where the device cannot read. */
  private static int readable(DiskFile file, ByteBuffer buffer, long at) throws IOException {
    try {
      return file.read(buffer, at);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("What cannot be read at offset {} is left as it is: {}", at, e.getMessage());
      buffer.limit(buffer.position());
      return 0;
    }
  }

  /** Nothing behind the end but two blocks of zeros; forced. */
  static void finish(DiskFile file, long end) throws IOException {
    file.write(ByteBuffer.allocate(TarHeader.TRAILER), end);
    file.truncate(end + TarHeader.TRAILER);
    file.force(true);
  }

  /** Where a file is made that will take the pack's place; a start deletes what is left there. */
  static Path beside(PackRef pack, String what) {
    return pack.volume().folder().resolve(Volume.INCOMING).resolve(pack.fileName() + "." + what);
  }

  /** A new file there. */
  static DiskFile create(PackRef pack, Path path) throws IOException {
    Disk disk = pack.volume().disk();
    disk.delete(path);
    return disk.open(path, Disk.Access.CREATE);
  }

  /** Puts a forced file in the pack's place; durable. */
  static void install(Path fresh, PackRef pack) throws IOException {
    Disk disk = pack.volume().disk();
    disk.createFolder(pack.folder());
    disk.rename(fresh, pack.path());
    disk.forceFolder(pack.folder());
  }

  /** Makes this the pack's only state; durable. */
  static void settle(PackRef pack, PackStatus.State state, PackSummary summary) throws IOException {
    Disk disk = pack.volume().disk();
    Path fresh = beside(pack, "state");
    try (DiskFile file = create(pack, fresh)) {
      summary.writeTo(file);
      file.force(true);
    }
    disk.rename(fresh, pack.summaryPath(state));
    Set<PackStatus.State> others = EnumSet.copyOf(PackCatalog.SUMMARIES);
    others.remove(state);
    for (PackStatus.State other : others) {
      disk.delete(pack.summaryPath(other));
    }
    disk.forceFolder(pack.folder());
  }

  /**
   * Takes a pack away; durable. First what says its state: a pack without that is read at the next
   * start, the other way round it would be missed.
   */
  static void remove(PackRef pack) throws IOException {
    Disk disk = pack.volume().disk();
    for (PackStatus.State state : PackCatalog.SUMMARIES) {
      disk.delete(pack.summaryPath(state));
    }
    disk.delete(pack.path());
    disk.forceFolder(pack.folder());
  }

  static long size(PackRef pack) throws IOException {
    try (DiskFile file = pack.volume().disk().open(pack.path(), Disk.Access.READ)) {
      return file.size();
    }
  }

  /** State and summary that a pack's own files tell; empty when they do not. */
  static Optional<PackRecovery.Outcome> told(PackRef pack) throws IOException {
    if (!pack.exists()) {
      return Optional.empty();
    }
    Optional<PackCatalog.Known> known = PackCatalog.known(pack);
    return known
        .flatMap(PackCatalog.Known::summary)
        .map(summary -> new PackRecovery.Outcome(known.get().state(), summary));
  }
}
