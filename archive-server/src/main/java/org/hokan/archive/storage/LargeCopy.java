package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second copy of a large object. Before Success: it is written and forced beside its place
 * before the first becomes a pack, and takes its place after it; so it is never there alone.
 */
final class LargeCopy {
  private static final Logger LOG = LoggerFactory.getLogger(LargeCopy.class);
  private static final int BUFFER = 1 << 20;

  private final Copies copies;
  private final PackRef first;
  private @Nullable PackRef copy;

  LargeCopy(Copies copies, PackRef first) {
    this.copies = copies;
    this.first = first;
  }

  private static Path beside(PackRef copy) {
    return PackBytes.beside(copy, "large");
  }

  /**
   * Writes it beside its place.
   *
   * @throws CopyUnavailable when nothing is to be stored, for the copy cannot be written
   */
  void prepare(SpillFile object, EntryHeader header) {
    if (!copies.wants(first.shelf()) || !copies.isBeforeSuccess()) {
      return;
    }
    try {
      PackRef target = copies.target(first);
      target.volume().disk().createFolder(target.folder());
      write(object, header, target);
      copy = target;
    } catch (IOException e) {
      copies.failed(first);
      refuse(new CopyUnavailable("copy of %s: %s".formatted(first, e.getMessage()), e));
    } catch (CopyUnavailable e) {
      refuse(e);
    }
  }

  private void refuse(CopyUnavailable problem) {
    if (copies.refuses()) {
      throw problem;
    }
    LOG.warn("Pack {}: its copy is owed", first, problem);
  }

  private static void write(SpillFile object, EntryHeader header, PackRef target)
      throws IOException {
    try (DiskFile file = PackBytes.create(target, beside(target))) {
      file.write(ByteBuffer.wrap(header.encodeReserved()), 0);
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      long at = 0;
      while (object.read(buffer.clear(), at) > 0) {
        int count = buffer.position();
        file.write(buffer.flip(), EntryHeader.RESERVED + at);
        at += count;
      }
      long end = EntryHeader.RESERVED + header.length();
      file.write(Zeros.of((int) (TarHeader.padded(end) - end)), end);
      PackBytes.finish(file, TarHeader.padded(end));
    }
  }

  /**
   * The first is a pack: the copy takes its place.
   *
   * @throws CopyUnavailable when it cannot; then the first is gone again
   */
  void finish() throws IOException {
    PackRef target = copy;
    if (target == null) {
      if (copies.wants(first.shelf())) {
        copies.owe(first, PackBytes.size(first));
      }
      return;
    }
    try {
      PackBytes.install(beside(target), target);
    } catch (IOException e) {
      if (!copies.refuses()) {
        copies.failed(first);
        return;
      }
      PackBytes.remove(first);
      discard(target.path());
      copies.failed(first);
      throw new CopyUnavailable("copy of %s: %s".formatted(first, e.getMessage()), e);
    }
  }

  /** The first has not become a pack. */
  void discard() {
    if (copy != null) {
      discard(beside(copy));
    }
  }

  private void discard(Path path) {
    try {
      if (copy != null) {
        copy.volume().disk().delete(path);
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted", path, e);
    }
  }
}
