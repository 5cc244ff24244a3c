package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pack that is appended to. At every instant its file is a whole TAR: entries, then zeros up to
 * the file's end. An append overwrites zeros that are on the disk already, so it changes no
 * metadata and {@code force(false)} makes it durable.
 *
 * <p>One thread appends, rests or ends it at a time; {@link #writeAhead} may run beside it; {@link
 * #summary} may be asked by any thread. After a failed write or force it must be given up: what the
 * disk holds then is not known (a second force may report success for bytes that were dropped).
 */
final class OpenPack {
  private static final Logger LOG = LoggerFactory.getLogger(OpenPack.class);
  private static final int PAGE = DirectWrites.UNIT;
  private static final long LONG_STEP = 1 << 20;

  private final PackRef ref;
  private final DiskFile file;
  private final DiskFile summaryFile;
  private final WriteAheadStep step;
  private final Counters counters;

  /** Entries that are forced. */
  private volatile PackSummary summary;

  /** Offset up to which the file is on the disk. */
  private volatile long forcedLength;

  /** Guards the file's growth. */
  private final Object growth = new Object();

  /** What stands in the page of the end before the end. */
  private byte[] lastPage;

  private boolean ended;
  private volatile boolean broken;
  private volatile Second second = Second.NONE;

  /** Whether the state file is on the disk as it was last written. */
  private volatile boolean noteForced = true;

  /** Whether a batch stands behind the end that is not to be there. */
  private boolean retracted;

  private OpenPack(
      PackRef ref, Opened opened, PackSummary summary, WriteAheadStep step, Counters counters) {
    this.ref = ref;
    this.file = opened.pack;
    this.summaryFile = opened.summary;
    this.lastPage = opened.lastPage;
    this.summary = summary;
    this.step = step;
    this.counters = counters;
    this.forcedLength = summary.end();
    counters.openPacks.incrementAndGet();
  }

  /** Begins a pack; durable under its name when this returns. */
  static OpenPack create(PackRef ref, WriteAheadStep step, Counters counters) throws IOException {
    Disk disk = ref.volume().disk();
    disk.createFolder(ref.folder());
    PackSummary summary = PackSummary.empty(ref.firstSequence());
    OpenFiles files = new OpenFiles();
    try {
      files.summary = disk.open(ref.summaryPath(PackStatus.State.OPEN), Disk.Access.CREATE);
      summary.writeTo(files.summary);
      files.summary.force(true);
      files.pack = disk.open(ref.path(), Disk.Access.CREATE);
      files.pack.write(Zeros.of(TarHeader.TRAILER), 0);
      files.pack.force(true);
      disk.forceFolder(ref.folder());
      return new OpenPack(ref, files.opened(summary.end()), summary, step, counters);
    } catch (IOException e) {
      files.close();
      removeQuietly(disk, ref);
      throw e;
    }
  }

  /** Opens a closed pack again. */
  static OpenPack reopen(PackRef ref, PackSummary summary, WriteAheadStep step, Counters counters)
      throws IOException {
    Disk disk = ref.volume().disk();
    disk.rename(ref.summaryPath(PackStatus.State.CLOSED), ref.summaryPath(PackStatus.State.OPEN));
    disk.forceFolder(ref.folder());
    OpenFiles files = new OpenFiles();
    try {
      files.summary = disk.open(ref.summaryPath(PackStatus.State.OPEN), Disk.Access.WRITE);
      files.pack = disk.open(ref.path(), Disk.Access.WRITE);
      return new OpenPack(ref, files.opened(summary.end()), summary, step, counters);
    } catch (IOException e) {
      files.close();
      throw e;
    }
  }

  /** Names who is told of what happens to it, for its second copy. */
  OpenPack with(Second copy) {
    second = copy;
    return this;
  }

  /** The files of a pack, and what stands in the page of its end before the end. */
  private record Opened(DiskFile pack, DiskFile summary, byte[] lastPage) {}

  private static final class OpenFiles {
    private @Nullable DiskFile pack;
    private @Nullable DiskFile summary;

    Opened opened(long end) throws IOException {
      DiskFile file = Objects.requireNonNull(pack);
      byte[] last = new byte[(int) (end % PAGE)];
      ByteBuffer target = ByteBuffer.wrap(last);
      while (target.hasRemaining()) {
        if (file.read(target, end - target.remaining()) < 0) {
          throw new IOException(
              "the pack ends before offset %d (expected: its end)".formatted(end));
        }
      }
      return new Opened(file, Objects.requireNonNull(summary), last);
    }

    void close() throws IOException {
      if (pack != null) {
        pack.close();
      }
      if (summary != null) {
        summary.close();
      }
    }
  }

  private static void removeQuietly(Disk disk, PackRef ref) {
    try {
      disk.delete(ref.path());
      disk.delete(ref.summaryPath(PackStatus.State.OPEN));
    } catch (IOException e) {
      LOG.warn("Pack {} was not begun and cannot be removed; the next start will do it", ref, e);
    }
  }

  /** Whether it may be appended to; if not, it is to be given up. */
  boolean usable() {
    return !broken && ref.volume().present();
  }

  PackRef ref() {
    return ref;
  }

  PackSummary summary() {
    return summary;
  }

  /** Bytes of the file that are on the disk. */
  long fileLength() {
    return forcedLength;
  }

  /**
   * Writes and forces the batch; when it returns all of it is durable, and the state file says so:
   * not forced, but there for the next start unless the power goes, too.
   */
  List<StoredObject> append(EntryBatch batch) throws IOException {
    if (batch.start() != summary.end()) {
      throw new IllegalArgumentException(
          "batch at %d (expected: %d, the pack's end)".formatted(batch.start(), summary.end()));
    }
    byte[] last = fits(batch) ? overwrite(batch) : growWith(batch);
    copy(batch);
    lastPage = last;
    summary = batch.addTo(summary);
    note();
    return batch.stored(ref);
  }

  private void note() {
    noteForced = false;
    try {
      summary.writeTo(summaryFile);
    } catch (IOException e) {
      broken = true;
      LOG.warn("Pack {}: its state cannot be written", ref, e);
    }
  }

  /** Whether it is not certain that its state file outlives a power cut. */
  boolean wantsRest() {
    return !noteForced && !broken;
  }

  /** Nothing is appended for now: makes it durable up to where the pack was acknowledged. */
  void rest() {
    second.rest();
    if (wantsRest()) {
      try {
        summaryFile.force(false);
        noteForced = true;
      } catch (IOException e) {
        broken = true;
        LOG.warn("Pack {}: its state cannot be forced", ref, e);
      }
    }
  }

  private void copy(EntryBatch batch) {
    try {
      second.append(batch);
    } catch (CopyUnavailable e) {
      retracted = true;
      throw e;
    }
  }

  private boolean fits(EntryBatch batch) {
    return batch.start() + batch.length() + TarHeader.TRAILER <= forcedLength;
  }

  /** The end of the page: whole pages are written. */
  private static long paged(long offset) {
    return (offset + PAGE - 1) & -PAGE;
  }

  /** Greater steps end where the next may be written past the system's cache. */
  private static long grown(long offset, long step) {
    return step >= LONG_STEP ? UncachedZeros.aligned(offset + step) : paged(offset + step);
  }

  private byte[] overwrite(EntryBatch batch) throws IOException {
    byte[] last = batch.write(file, lastPage);
    counters.forces.increment();
    file.force(false);
    return last;
  }

  /**
   * The batch does not fit into the zeros: it is written, new zeros behind it, one force for both.
   */
  private byte[] growWith(EntryBatch batch) throws IOException {
    synchronized (growth) {
      if (fits(batch)) {
        return overwrite(batch);
      }
      long ahead = takeRoom(0);
      try {
        long end = batch.start() + batch.length();
        long length = grown(end + TarHeader.TRAILER, ahead);
        byte[] last = batch.write(file, lastPage, () -> file.writeZeros(paged(end), length));
        counters.forces.increment();
        file.force(true);
        forcedLength = length;
        return last;
      } finally {
        ref.volume().zerosAreWritten(ahead);
      }
    }
  }

  /** How many zeros to write now; to be told to the volume when they are written. */
  private long takeRoom(long ahead) {
    return ref.volume().takeRoomForZeros(step.next(), ahead, step.reserve());
  }

  /** Whether zeros should be written ahead now, beside the appends. */
  boolean wantsWriteAhead() {
    return isShort() || second.wantsWriteAhead();
  }

  private boolean isShort() {
    return forcedLength - summary.end() < step.current() / 2;
  }

  /** Writes zeros ahead, so that the next appends need not. */
  void writeAhead() {
    second.writeAhead();
    synchronized (growth) {
      if (ended || broken || !isShort()) {
        return;
      }
      long ahead = takeRoom(forcedLength - summary.end());
      try {
        if (ahead > 0) {
          long until = grown(forcedLength, ahead);
          writeZerosBeside(forcedLength, until);
          forcedLength = until;
        }
      } catch (IOException e) {
        broken = true;
        LOG.warn("Pack {}: zeros cannot be written ahead", ref, e);
      } finally {
        ref.volume().zerosAreWritten(ahead);
      }
    }
  }

  /**
   * By a handle of its own: the system tells each handle once that a write failed, so this force
   * takes no failure away from one of the appends.
   */
  private void writeZerosBeside(long from, long until) throws IOException {
    try (DiskFile beside = ref.volume().disk().open(ref.path(), Disk.Access.WRITE)) {
      beside.writeZeros(from, until);
      counters.forces.increment();
      beside.force(true);
    }
  }

  /** Cuts the file to its end and leaves it, with its state beside it; durable. */
  void end(PackStatus.State state) throws IOException {
    synchronized (growth) {
      finished();
      long end = summary.end();
      if (retracted) {
        file.write(Zeros.of(TarHeader.TRAILER), end);
      }
      file.truncate(end + TarHeader.TRAILER);
      file.force(true);
      summary.writeTo(summaryFile);
      summaryFile.force(true);
      Disk disk = ref.volume().disk();
      disk.rename(ref.summaryPath(PackStatus.State.OPEN), ref.summaryPath(state));
      disk.forceFolder(ref.folder());
      closeFiles();
    }
    second.ended(state);
  }

  /** Leaves the pack for good: only what is forced counts, and it is never written again. */
  void giveUp() {
    synchronized (growth) {
      finished();
      try {
        summary.writeTo(summaryFile);
        summaryFile.force(true);
        Disk disk = ref.volume().disk();
        disk.rename(
            ref.summaryPath(PackStatus.State.OPEN), ref.summaryPath(PackStatus.State.FAILED));
        disk.forceFolder(ref.folder());
      } catch (IOException e) {
        LOG.warn("Pack {}: its failure cannot be noted; the next start looks at it", ref, e);
      }
      try {
        closeFiles();
      } catch (IOException e) {
        LOG.warn("Pack {} cannot be closed", ref, e);
      }
    }
    second.ended(PackStatus.State.FAILED);
  }

  private void finished() {
    if (!ended) {
      ended = true;
      counters.openPacks.decrementAndGet();
    }
  }

  private void closeFiles() throws IOException {
    file.close();
    summaryFile.close();
  }
}
