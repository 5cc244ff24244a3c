package org.hokan.archive.storage;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges the entries of all packs by sequence. A pack is opened when its turn comes, for its name
 * is the sequence of its first entry; so about as many are open at once as shelves were in use at
 * once. A header that is damaged in the first is read from the copy.
 */
final class Replay {
  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  /** Tells the end of packs that are being written. */
  interface LivePacks {
    Optional<PackSummary> summary(PackRef pack);

    /** Whether a start could not end it, so that nothing is appended to it. */
    default boolean isLeft(PackRef pack) {
      return false;
    }
  }

  /** Where else to read, and who is told why. */
  interface Seconds {
    Optional<PackRef> of(PackRef first);

    /** A header of the first is damaged, and whole in the copy. */
    void mendable(PackRef first, DamagedPack damage);

    /** The same, and whole nowhere. */
    void lost(PackRef first, DamagedPack damage);
  }

  private final Volumes volumes;
  private final LivePacks live;
  private final Seconds seconds;

  Replay(Volumes volumes, LivePacks live, Seconds seconds) {
    this.volumes = volumes;
    this.live = live;
    this.seconds = seconds;
  }

  void run(Map<String, Long> marks, ReplayVisitor visitor) throws IOException {
    PriorityQueue<Cursor> turn = new PriorityQueue<>(Comparator.comparingLong(c -> c.sequence));
    try {
      Set<String> gone = new TreeSet<>(marks.keySet());
      List<PackRef> packs = new Inventory(volumes, live).refs();
      volumes.requireAll(); // the folder of one that is away is listed as empty
      for (PackRef pack : packs) {
        gone.remove(pack.name());
        long mark = marks.getOrDefault(pack.name(), 0L);
        if (!pack.large() || mark == 0) {
          turn.add(new Cursor(pack, mark));
        }
      }
      if (!gone.isEmpty()) {
        visitor.gone(gone);
      }
      Cursor first = turn.poll();
      while (first != null) {
        first.deliver(visitor);
        if (first.advance(visitor)) {
          turn.add(first);
        }
        first = turn.poll();
      }
    } finally {
      for (Cursor cursor : turn) {
        cursor.close();
      }
    }
  }

  /** Opens a pack from an offset to its end, wherever that is now. */
  static PackReader reader(PackRef pack, DiskFile file, LivePacks live, long from)
      throws IOException {
    if (pack.large()) {
      return PackReader.large(file, pack.name(), from);
    }
    Optional<PackSummary> summary = live.summary(pack);
    if (summary.isEmpty()) {
      summary = PackCatalog.known(pack).flatMap(PackCatalog.Known::summary);
    }
    return summary.isPresent()
        ? PackReader.within(file, pack.name(), from, summary.get().end())
        : PackReader.scanning(file, pack.name(), from);
  }

  private final class Cursor {
    private final PackRef pack;
    private final long from;
    private @Nullable DiskFile file;
    private @Nullable PackReader reader;
    private @Nullable DiskFile copyFile;
    private @Nullable PackReader copyReader;
    private PackReader.@Nullable Entry entry;

    /** Of the entry; before the pack is opened a lower bound. */
    private long sequence;

    Cursor(PackRef pack, long from) {
      this.pack = pack;
      this.from = from;
      this.sequence = pack.firstSequence();
    }

    void deliver(ReplayVisitor visitor) {
      PackReader.Entry now = entry;
      if (now != null) {
        entry = null;
        visitor.object(now.header().stored(pack, now.bodyOffset()));
      }
    }

    /** Whether there is an entry; if not, the pack is closed. */
    boolean advance(ReplayVisitor visitor) throws IOException {
      boolean more = false;
      try {
        Optional<PackReader> reading = opened(visitor);
        Optional<PackReader.Entry> next =
            reading.isPresent() ? next(reading.get(), visitor) : Optional.empty();
        if (next.isPresent()) {
          entry = next.get();
          sequence = next.get().header().sequence();
          more = true;
        }
        return more;
      } finally {
        if (!more) {
          close();
        }
      }
    }

    /** Empty when neither the pack nor a copy can be opened. */
    private Optional<PackReader> opened(ReplayVisitor visitor) throws IOException {
      if (reader == null) {
        try {
          openFirst(visitor);
        } catch (IOException e) {
          if (!DeviceError.is(e)) {
            throw e;
          }
          readCopy(DamagedPack.unreadable(pack.name(), from, e), visitor);
        }
      }
      return Optional.ofNullable(reader);
    }

    private void openFirst(ReplayVisitor visitor) throws IOException {
      DiskFile opened = pack.volume().disk().open(pack.path(), Disk.Access.READ);
      file = opened;
      PackReader reading = Replay.reader(pack, opened, live, from);
      reader = reading;
      if (from > reading.end()) {
        shorter(visitor, reading.end());
      }
    }

    private void readCopy(DamagedPack damage, ReplayVisitor visitor) {
      Optional<PackReader> copy = copy();
      if (copy.isPresent()) {
        seconds.mendable(pack, damage);
        copy.get().moveTo(from);
        reader = copy.get();
      } else {
        seconds.lost(pack, damage);
        visitor.damaged(damage);
      }
    }

    /** Nothing is appended to a pack that is only read. */
    private void shorter(ReplayVisitor visitor, long end) throws IOException {
      boolean onlyRead =
          live.isLeft(pack)
              || PackCatalog.known(pack)
                  .filter(known -> known.state() == PackStatus.State.FAILED)
                  .isPresent();
      if (onlyRead) {
        visitor.damaged(
            new DamagedPack(pack.name(), end, "the end (expected: at %d)".formatted(from)));
      } else {
        visitor.shorter(pack.name(), from, end);
      }
    }

    private Optional<PackReader.Entry> next(PackReader reading, ReplayVisitor visitor)
        throws IOException {
      while (true) {
        try {
          return reading.next();
        } catch (DamagedPack damage) {
          Optional<PackReader.Entry> second = inCopy(reading.offset());
          if (second.isPresent()) {
            seconds.mendable(pack, damage);
            reading.moveTo(second.get().end());
            return second;
          }
          seconds.lost(pack, damage);
          visitor.damaged(damage);
          long behind = reading.offset() + TarHeader.BLOCK;
          OptionalLong next = nearer(reading.seek(behind, false), seekInCopy(behind));
          if (next.isEmpty()) {
            return Optional.empty();
          }
          reading.moveTo(next.getAsLong());
        }
      }
    }

    private static OptionalLong nearer(OptionalLong one, OptionalLong other) {
      return LongStream.concat(one.stream(), other.stream()).min();
    }

    private Optional<PackReader.Entry> inCopy(long offset) throws IOException {
      try {
        Optional<PackReader> copy = copy();
        copy.ifPresent(reading -> reading.moveTo(offset));
        return copy.isPresent() ? copy.get().next() : Optional.empty();
      } catch (DamagedPack e) {
        return Optional.empty();
      }
    }

    private OptionalLong seekInCopy(long from) throws IOException {
      Optional<PackReader> copy = copy();
      return copy.isPresent() ? copy.get().seek(from, false) : OptionalLong.empty();
    }

    private Optional<PackReader> copy() {
      if (copyReader == null) {
        seconds.of(pack).ifPresent(this::openCopy);
      }
      return Optional.ofNullable(copyReader);
    }

    private void openCopy(PackRef copy) {
      try {
        DiskFile opened = copy.volume().disk().open(copy.path(), Disk.Access.READ);
        copyFile = opened;
        copyReader = Replay.reader(copy, opened, any -> Optional.empty(), 0);
      } catch (IOException e) {
        LOG.warn("Copy {} cannot be opened", copy, e);
      }
    }

    void close() throws IOException {
      if (file != null) {
        file.close();
        file = null;
      }
      if (copyFile != null) {
        copyFile.close();
        copyFile = null;
      }
    }
  }
}
