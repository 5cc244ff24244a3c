package org.hokan.archive.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a pack anew without dead entries: aside, forced, read again; then renamed to its place.
 * Entries keep header and body byte for byte. For one run.
 */
final class PackRewrite {
  private static final int COPY = 256 * 1024;

  private final PackRef from;
  private final PackRef to;
  private final Disk disk;
  private final Path aside;
  private final Path summaryAside;
  private final Map<Long, DeadEntry> dead = new HashMap<>();
  private final Throttle throttle;
  private final ByteBuffer buffer = ByteBuffer.allocate(COPY);

  PackRewrite(PackRef from, Collection<DeadEntry> dead, Throttle throttle) {
    this.from = from;
    this.to = from.next();
    this.disk = from.volume().disk();
    this.throttle = throttle;
    this.aside = aside(from.volume(), to.fileName());
    this.summaryAside = aside(from.volume(), to.fileName() + ".summary");
    dead.forEach(entry -> this.dead.put(entry.offset(), entry));
  }

  /** Whether this entry, and no other one that stands there, was said to be dead. */
  static boolean isDead(Map<Long, DeadEntry> dead, PackReader.Entry entry) {
    DeadEntry said = dead.get(entry.bodyOffset());
    return said != null
        && said.name().equals(entry.header().name())
        && said.digest().equals(entry.header().digest());
  }

  /** The new pack's summary; when it returns, the pack is durable and proven, aside. */
  PackSummary run(long end) throws IOException {
    drop();
    boolean done = false;
    try {
      PackSummary summary = write(aside, end);
      prove(aside, summary, throttle);
      writeSummary(summaryAside, summary);
      done = true;
      return summary;
    } finally {
      if (!done) {
        drop();
      }
    }
  }

  /** Removes what is aside. */
  void drop() throws IOException {
    disk.delete(aside);
    disk.delete(summaryAside);
  }

  private static Path aside(Volume volume, String name) {
    return volume.folder().resolve(Volume.INCOMING).resolve(name);
  }

  private PackSummary write(Path aside, long end) throws IOException {
    try (DiskFile source = disk.open(from.path(), Disk.Access.READ);
        DiskFile target = disk.open(aside, Disk.Access.CREATE)) {
      PackReader reader = PackReader.within(source, from.name(), 0, end);
      PackSummary summary = PackSummary.empty(from.firstSequence());
      Optional<PackReader.Entry> entry = reader.next();
      while (entry.isPresent()) {
        if (!isDead(dead, entry.get())) {
          long next = copy(source, entry.get(), target, summary.end());
          summary = summary.plus(entry.get().header(), next);
        }
        entry = reader.next();
      }
      if (summary.entries() == 0) {
        throw new StorageException(
            "pack %s: all entries are dead (expected: one that is not; remove it)".formatted(from));
      }
      target.write(ByteBuffer.allocate(TarHeader.TRAILER), summary.end());
      target.force(true);
      return summary;
    }
  }

  /** Copies an entry, and compares its digest on the way; returns where the next one begins. */
  private long copy(DiskFile source, PackReader.Entry entry, DiskFile target, long at)
      throws IOException {
    long body = at + entry.bodyOffset() - entry.headerOffset();
    transfer(source, entry.headerOffset(), entry.bodyOffset(), target, at, Digests.sha256());
    MessageDigest sha256 = Digests.sha256();
    long bodyEnd = entry.bodyOffset() + entry.header().length();
    transfer(source, entry.bodyOffset(), bodyEnd, target, body, sha256);
    String found = HexFormat.of().formatHex(sha256.digest());
    if (!found.equals(entry.header().digest())) {
      throw differs(from, entry, found);
    }
    long end = body + entry.header().length();
    target.write(ByteBuffer.allocate((int) (TarHeader.padded(end) - end)), end);
    return TarHeader.padded(end);
  }

  private void transfer(
      DiskFile source, long begin, long end, DiskFile target, long at, MessageDigest digest)
      throws IOException {
    long moved = 0;
    while (begin + moved < end) {
      buffer.clear().limit((int) Math.min(COPY, end - begin - moved));
      throttle.pass(buffer.remaining());
      int count = source.read(buffer, begin + moved);
      if (count <= 0) {
        throw new EOFException("pack %s ends at offset %d".formatted(from, begin + moved));
      }
      digest.update(buffer.flip());
      target.write(buffer.rewind(), at + moved);
      moved += count;
    }
  }

  /**
   * Reads all objects again; the file must hold them, and nothing else, up to the summary's end.
   */
  private void prove(Path path, PackSummary summary, Throttle slowly) throws IOException {
    try (DiskFile file = disk.open(path, Disk.Access.READ)) {
      prove(to, file, summary, slowly);
    }
  }

  /**
   * Reads all objects of a pack.
   *
   * @throws DamagedPack when one has not its digest, or when there are fewer than there should be
   */
  static void prove(PackRef pack, DiskFile file, PackSummary summary, Throttle throttle)
      throws IOException {
    PackReader reader = PackReader.within(file, pack.name(), 0, summary.end());
    long entries = 0;
    Optional<PackReader.Entry> entry = reader.next();
    while (entry.isPresent()) {
      throttle.pass(entry.get().header().length());
      String found = PackRecovery.digest(file, entry.get());
      if (!found.equals(entry.get().header().digest())) {
        throw differs(pack, entry.get(), found);
      }
      entries++;
      entry = reader.next();
    }
    if (entries != summary.entries()) {
      throw new DamagedPack(
          pack.name(),
          summary.end(),
          "%d objects (expected: %d)".formatted(entries, summary.entries()));
    }
  }

  private static DamagedPack differs(PackRef pack, PackReader.Entry entry, String found) {
    return new DamagedPack(
        pack.name(),
        entry.bodyOffset(),
        "%s: SHA-256 %s (expected: %s)"
            .formatted(entry.header().name(), found, entry.header().digest()));
  }

  private void writeSummary(Path path, PackSummary summary) throws IOException {
    try (DiskFile file = disk.open(path, Disk.Access.CREATE)) {
      summary.writeTo(file);
      file.force(true);
    }
  }

  /** The pack first: a pack without its summary is read, a summary without its pack is a loss. */
  void place() throws IOException {
    disk.rename(aside, to.path());
    try {
      disk.forceFolder(to.folder());
      disk.rename(summaryAside, to.summaryPath(PackStatus.State.SEALED));
      disk.forceFolder(to.folder());
    } catch (IOException e) {
      disk.delete(to.summaryPath(PackStatus.State.SEALED));
      disk.delete(to.path());
      throw e;
    }
  }
}
