package org.hokan.archive.storage;

import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Merges the entries of all packs by sequence. A pack is opened when its turn comes, for its name
 * is the sequence of its first entry; so about as many are open at once as shelves were in use at
 * once.
 */
final class Replay {

  /** Tells the end of packs that are being written. */
  interface LivePacks {
    Optional<PackSummary> summary(PackRef pack);
  }

  private final Volumes volumes;
  private final LivePacks live;

  Replay(Volumes volumes, LivePacks live) {
    this.volumes = volumes;
    this.live = live;
  }

  void run(Map<String, Long> marks, ReplayVisitor visitor) throws IOException {
    PriorityQueue<Cursor> turn = new PriorityQueue<>(Comparator.comparingLong(c -> c.sequence));
    try {
      Set<String> gone = new TreeSet<>(marks.keySet());
      for (PackRef pack : new Inventory(volumes, live).refs()) {
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
      return PackReader.scanning(file, pack.name(), from);
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
        PackReader reading = opened(visitor);
        Optional<PackReader.Entry> next = next(reading, visitor);
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

    private PackReader opened(ReplayVisitor visitor) throws IOException {
      PackReader reading = reader;
      if (reading == null) {
        DiskFile opened = pack.volume().disk().open(pack.path(), Disk.Access.READ);
        file = opened;
        reading = Replay.reader(pack, opened, live, from);
        reader = reading;
        if (from > reading.end()) {
          visitor.shorter(pack.name(), from, reading.end());
        }
      }
      return reading;
    }

    private Optional<PackReader.Entry> next(PackReader reading, ReplayVisitor visitor)
        throws IOException {
      while (true) {
        try {
          return reading.next();
        } catch (DamagedPack damage) {
          visitor.damaged(damage);
          OptionalLong behind = reading.seek(reading.offset() + TarHeader.BLOCK, false);
          if (behind.isEmpty()) {
            return Optional.empty();
          }
          reading.moveTo(behind.getAsLong());
        }
      }
    }

    void close() throws IOException {
      if (file != null) {
        file.close();
        file = null;
      }
    }
  }
}
