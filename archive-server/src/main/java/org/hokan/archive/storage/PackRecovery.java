package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends packs that a crash left open. What the state file says was acknowledged is never cut: damage
 * there is for reading to find and to tell. A batch is written only after the one before it was
 * forced, so behind that only the last batch can be torn: its entries are proven by their digests,
 * and the pack is cut before the first that fails; what is cut off is kept aside, for a damaged bit
 * in a batch that was acknowledged just before a power cut looks the same. When a whole later batch
 * stands behind bad bytes, these were forced once and have been damaged since; a file that ends
 * before what was acknowledged has lost it; and of what the device cannot read nobody knows what it
 * was: then nothing is cut and the pack is only read from now on. What the volume has no space to
 * end, or the device does not give at all, stays as it is and is only read until the next start.
 *
 * <p>What a process could not force before it ended stands in the system's cache as if it were on
 * the medium, and no force writes it again. So what nothing says was acknowledged is written again
 * before it is believed.
 */
final class PackRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(PackRecovery.class);
  private static final int READ = 64 * 1024;

  private final Disk disk;
  private final long packSize;
  private final Tail tail;
  private final LocalCutEnds aside;

  PackRecovery(Disk disk, long packSize, Tail tail, LocalCutEnds aside) {
    this.disk = disk;
    this.packSize = packSize;
    this.tail = tail;
    this.aside = aside;
  }

  /** Gives a pack back what only its copy has. */
  interface Tail {
    /** The summary with what was returned behind its end; the same when that is nothing. */
    PackSummary returned(PackRef pack, PackSummary found) throws IOException;
  }

  /** What a pack is after its recovery; OPEN where it cannot be ended now. */
  record Outcome(PackStatus.State state, PackSummary summary) {}

  /**
   * Brings the pack to a clean state; empty when there was nothing in it and it is gone, or when it
   * was given up before and is not to be touched.
   */
  Optional<Outcome> recover(PackCatalog.Found found) throws IOException {
    PackRef pack = found.pack();
    if (!found.present()) {
      return withoutPack(found);
    }
    if (found.states().contains(PackStatus.State.FAILED)) {
      return Optional.empty();
    }
    Optional<PackSummary> told = summaryOf(found);
    Optional<Scan> scan;
    try {
      scan = isEndedCleanly(found, told) ? Optional.empty() : Optional.of(scan(pack, told));
    } catch (IOException e) {
      if (!DeviceError.is(e)) {
        throw e;
      }
      return Optional.of(asItIs(pack, known(pack, told), e));
    }
    return scan.isPresent() ? ended(found, told, scan.get()) : closed(pack, told.orElseThrow());
  }

  /** Nothing is appended to it, and nothing of it changed, until a start can end it. */
  private static Outcome asItIs(PackRef pack, PackSummary known, IOException why) {
    LOG.error(
        "Pack {} cannot be ended, and is only read until the next start: {}",
        pack,
        why.getMessage());
    return new Outcome(PackStatus.State.OPEN, known);
  }

  private Optional<Outcome> ended(
      PackCatalog.Found found, Optional<PackSummary> acknowledged, Scan scan) throws IOException {
    PackSummary known = known(found.pack(), acknowledged);
    try {
      writeAgain(found.pack(), scan);
      known = isBeyond(acknowledged, scan.summary) ? acknowledged.get() : scan.summary;
      return settled(found, acknowledged, scan);
    } catch (IOException e) {
      if (!DiskFull.is(e)) {
        throw e;
      }
      return Optional.of(asItIs(found.pack(), known, e));
    }
  }

  private void writeAgain(PackRef pack, Scan scan) throws IOException {
    try (DiskFile file = disk.open(pack.path(), Disk.Access.WRITE)) {
      PackBytes.writeAgain(file, scan.start, scan.summary.end());
      file.force(false);
    }
  }

  private Optional<Outcome> settled(
      PackCatalog.Found found, Optional<PackSummary> acknowledged, Scan read) throws IOException {
    PackRef pack = found.pack();
    Scan scan = read;
    PackSummary whole;
    try (DiskFile file = disk.open(pack.path(), Disk.Access.WRITE)) {
      Optional<CutEnd> cut = Optional.empty();
      if (scan.damaged.isEmpty() && !isBeyond(acknowledged, scan.summary)) {
        Kept kept = keep(pack, file, scan, scan.summary.end());
        scan = kept.scan();
        cut = kept.cut();
      }
      whole = tail.returned(pack, scan.summary);
      if (cut.isPresent() && whole.end() > cut.get().offset()) {
        scan = keep(pack, file, scan, whole.end()).scan();
        forget(cut.get());
      }
      if (scan.damaged.isEmpty() && !isBeyond(acknowledged, whole) && whole.entries() > 0) {
        cut(pack, file, whole.end());
      }
    }
    if (whole.entries() == 0 && scan.damaged.isEmpty() && !isBeyond(acknowledged, whole)) {
      LOG.info("Pack {} holds no object and is removed", pack);
      remove(found);
      return Optional.empty();
    }
    Outcome outcome =
        isBeyond(acknowledged, whole)
            ? shortened(pack, whole, acknowledged.get())
            : new Outcome(stateAfter(found, scan, whole), whole);
    PackBytes.settle(pack, outcome.state(), outcome.summary());
    return Optional.of(outcome);
  }

  /**
   * What is cut off was kept.
   *
   * @param scan with the damage that it cannot be kept, if so
   */
  private record Kept(Scan scan, Optional<CutEnd> cut) {}

  private Kept keep(PackRef pack, DiskFile file, Scan scan, long offset) throws IOException {
    try {
      return new Kept(scan, aside.keep(pack, file, offset, scan.read));
    } catch (IOException e) {
      if (DiskFull.is(e)) {
        throw e;
      }
      return new Kept(scan.withDamage(notKept(pack, offset, e)), Optional.empty());
    }
  }

  /** What a copy gave back whole is needed no longer. */
  private void forget(CutEnd end) {
    try {
      aside.forget(end.name());
    } catch (StorageException e) {
      LOG.warn("Cut end {} is not needed, and cannot be deleted: {}", end.name(), e.getMessage());
    }
  }

  private static DamagedPack notKept(PackRef pack, long end, IOException why) {
    return new DamagedPack(
        pack.name(), end, "bytes that may be a torn end, and cannot be kept: " + why.getMessage());
  }

  private static boolean isBeyond(Optional<PackSummary> acknowledged, PackSummary found) {
    return acknowledged.isPresent() && acknowledged.get().end() > found.end();
  }

  /** Its summary still tells of all that was there, so a verification finds what is missing. */
  private static Outcome shortened(PackRef pack, PackSummary found, PackSummary acknowledged) {
    LOG.error(
        "Pack {} ends at offset {} (expected: {}, for so much was acknowledged); it is only read from now on",
        pack,
        found.end(),
        acknowledged.end());
    return new Outcome(PackStatus.State.FAILED, acknowledged);
  }

  private Optional<Outcome> withoutPack(PackCatalog.Found found) throws IOException {
    if (found.states().equals(EnumSet.of(PackStatus.State.OPEN))) {
      remove(found);
    } else {
      LOG.error("Pack {} is missing: it was {}", found.pack(), found.states());
    }
    return Optional.empty();
  }

  /** Whether it is a closed pack whose file is as long as it says. */
  private boolean isEndedCleanly(PackCatalog.Found found, Optional<PackSummary> told)
      throws IOException {
    if (told.isEmpty() || !found.states().equals(EnumSet.of(PackStatus.State.CLOSED))) {
      return false;
    }
    return PackBytes.size(found.pack()) == told.get().end() + TarHeader.TRAILER;
  }

  private Optional<Outcome> closed(PackRef pack, PackSummary summary) throws IOException {
    try {
      PackSummary whole = tail.returned(pack, summary);
      if (!whole.equals(summary)) {
        PackBytes.settle(pack, PackStatus.State.CLOSED, whole);
      }
      return Optional.of(new Outcome(PackStatus.State.CLOSED, whole));
    } catch (IOException e) {
      if (!DiskFull.is(e)) {
        throw e;
      }
      return Optional.of(asItIs(pack, summary, e));
    }
  }

  private Optional<PackSummary> summaryOf(PackCatalog.Found found) throws IOException {
    return found.states().size() == 1
        ? PackCatalog.known(found.pack()).flatMap(PackCatalog.Known::summary)
        : Optional.empty();
  }

  /**
   * What a scan found.
   *
   * @param start where it began: what stands before was forced for certain
   * @param read up to where there are entries, whole or not
   * @param damaged names bad bytes that are not a torn tail
   */
  private record Scan(long start, PackSummary summary, long read, Optional<DamagedPack> damaged) {
    Scan withDamage(DamagedPack damage) {
      return new Scan(start, summary, read, Optional.of(damage));
    }
  }

  private Scan scan(PackRef pack, Optional<PackSummary> checkpoint) throws IOException {
    try (DiskFile file = disk.open(pack.path(), Disk.Access.READ)) {
      return scan(pack, file, checkpoint);
    }
  }

  private Scan scan(PackRef pack, DiskFile file, Optional<PackSummary> checkpoint)
      throws IOException {
    PackSummary start = start(pack, file, checkpoint);
    PackReader reader = PackReader.scanning(file, pack.name(), start.end());
    Batch batch = new Batch(start);
    Optional<DamagedPack> damaged = Optional.empty();
    long end = 0;
    while (true) {
      Optional<DamagedPack> stop = readOn(reader, batch);
      boolean unreadable = stop.filter(DamagedPack::isUnreadable).isPresent();
      if (unreadable) {
        damaged = damaged.or(() -> stop);
        end = LocalCutEnds.contentEnd(file, reader.offset());
      }
      OptionalLong later = reader.seek(reader.offset() + TarHeader.BLOCK, !unreadable);
      if (later.isEmpty()) {
        break;
      }
      long at = reader.offset();
      damaged =
          damaged
              .or(() -> stop)
              .or(() -> Optional.of(new DamagedPack(pack.name(), at, "zeros before the end")));
      reader.moveTo(later.getAsLong());
    }
    PackSummary read = batch.total().upTo(end);
    return damaged.isEmpty()
        ? proven(pack, file, batch)
        : new Scan(batch.start, read, read.end(), damaged);
  }

  /** What was forced for certain: what the state file says, where it tells. */
  private static PackSummary start(PackRef pack, DiskFile file, Optional<PackSummary> checkpoint)
      throws IOException {
    long size = file.size();
    return known(pack, checkpoint.filter(said -> said.end() <= size));
  }

  private static PackSummary known(PackRef pack, Optional<PackSummary> told) {
    return told.orElse(PackSummary.empty(pack.firstSequence()));
  }

  /** Reads entries until the end or something that is none. */
  private static Optional<DamagedPack> readOn(PackReader reader, Batch batch) throws IOException {
    try {
      Optional<PackReader.Entry> entry = reader.next();
      while (entry.isPresent()) {
        batch.add(entry.get());
        entry = reader.next();
      }
      return Optional.empty();
    } catch (DamagedPack e) {
      return Optional.of(e);
    }
  }

  /** The entries of the batch that is being read, what came before it, and where the scan began. */
  private static final class Batch {
    private final long start;
    private PackSummary before;
    private final List<PackReader.Entry> entries = new ArrayList<>();

    Batch(PackSummary before) {
      this.start = before.end();
      this.before = before;
    }

    void add(PackReader.Entry entry) {
      if (!entries.isEmpty() && entries.get(0).header().batch() != entry.header().batch()) {
        before = total();
        entries.clear();
      }
      entries.add(entry);
    }

    PackSummary total() {
      PackSummary total = before;
      for (PackReader.Entry entry : entries) {
        total = total.plus(entry.header(), entry.end());
      }
      return total;
    }
  }

  /** Up to the last entry of the last batch that is whole. */
  private static Scan proven(PackRef pack, DiskFile file, Batch batch) throws IOException {
    PackSummary all = batch.total();
    PackSummary proven = batch.before;
    for (PackReader.Entry entry : batch.entries) {
      try {
        if (!digest(file, entry).equals(entry.header().digest())) {
          LOG.warn(
              "Pack {}: entry {} at offset {} is not whole; the pack is cut there",
              pack,
              entry.header().name(),
              entry.headerOffset());
          return new Scan(batch.start, proven, all.end(), Optional.empty());
        }
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        DamagedPack damage = DamagedPack.unreadable(pack.name(), entry.bodyOffset(), e);
        return new Scan(batch.start, all, all.end(), Optional.of(damage));
      }
      proven = proven.plus(entry.header(), entry.end());
    }
    return new Scan(batch.start, all, all.end(), Optional.empty());
  }

  /** SHA-256 of the entry's body as it is on the disk. */
  static String digest(DiskFile file, PackReader.Entry entry) throws IOException {
    return digest(file, entry.bodyOffset(), entry.header().length());
  }

  /** SHA-256 of a region of the file. */
  static String digest(DiskFile file, long offset, long length) throws IOException {
    MessageDigest sha256 = Digests.sha256();
    ByteBuffer buffer = ByteBuffer.allocate(READ);
    long left = length;
    long at = offset;
    while (left > 0) {
      buffer.clear().limit((int) Math.min(READ, left));
      int count = file.read(buffer, at);
      if (count <= 0) {
        return "none: the file ends at offset " + at;
      }
      sha256.update(buffer.flip());
      at += count;
      left -= count;
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** Leaves nothing behind the end but the two blocks of zeros. */
  private static void cut(PackRef pack, DiskFile file, long end) throws IOException {
    LOG.info("Pack {} ends at offset {}, its file had {} bytes", pack, end, file.size());
    file.truncate(end);
    file.write(ByteBuffer.allocate(TarHeader.TRAILER), end);
    file.force(true);
  }

  private PackStatus.State stateAfter(PackCatalog.Found found, Scan scan, PackSummary whole) {
    if (scan.damaged.isPresent()) {
      LOG.error("Pack {} is damaged and only read from now on", found.pack(), scan.damaged.get());
      return PackStatus.State.FAILED;
    }
    boolean wasAppended =
        found.states().contains(PackStatus.State.OPEN)
            || found.states().contains(PackStatus.State.CLOSED);
    return wasAppended && whole.end() < packSize
        ? PackStatus.State.CLOSED
        : PackStatus.State.SEALED;
  }

  private void remove(PackCatalog.Found found) throws IOException {
    for (PackStatus.State state : found.states()) {
      disk.delete(found.pack().summaryPath(state));
    }
    disk.delete(found.pack().path());
    disk.forceFolder(found.pack().folder());
  }
}
