package org.hokan.archive.storage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Knows where the objects of packs that compaction has removed are now, for those who asked the
 * index before. Only as long as the process lives, which is as long as such a location can be held;
 * the oldest are forgotten beyond a bound. Thread-safe.
 */
final class Forwarding {
  /** Two numbers for each object: 16 MiB. */
  private static final int MOST_OBJECTS = 1 << 20;

  private final int most;
  private final Map<String, Moves> byPack = new LinkedHashMap<>();
  private int objects;

  Forwarding() {
    this(MOST_OBJECTS);
  }

  Forwarding(int mostObjects) {
    this.most = mostObjects;
  }

  /** Ascending old offsets, and the new ones beside them. */
  private record Moves(String newPack, long[] from, long[] to) {
    Optional<Location> now(Location old) {
      int at = Arrays.binarySearch(from, old.offset());
      return at < 0
          ? Optional.empty()
          : Optional.of(new Location(old.volume(), newPack, to[at], old.length()));
    }
  }

  /** Takes the moves of one pack, in the order of its entries. */
  static final class Collector implements Compactor.MoveVisitor {
    private long[] from = new long[1024];
    private long[] to = new long[1024];
    private int count;

    @Override
    public void moved(StoredObject object, long oldOffset) {
      if (count == from.length) {
        from = Arrays.copyOf(from, 2 * count);
        to = Arrays.copyOf(to, 2 * count);
      }
      from[count] = oldOffset;
      to[count++] = object.location().offset();
    }
  }

  synchronized void add(Replacement replacement, Collector moves) {
    Moves known =
        new Moves(
            replacement.newPack(),
            Arrays.copyOf(moves.from, moves.count),
            Arrays.copyOf(moves.to, moves.count));
    byPack.put(replacement.oldPack(), known);
    objects += moves.count;
    var eldest = byPack.values().iterator();
    while (objects > most && eldest.hasNext()) {
      objects -= eldest.next().from().length;
      eldest.remove();
    }
  }

  /** The same location, or where its object was moved, once or more often. */
  synchronized Location now(Location location) {
    Location now = location;
    Moves moves = byPack.get(now.pack());
    while (moves != null) {
      Optional<Location> next = moves.now(now);
      if (next.isEmpty()) {
        return now;
      }
      now = next.get();
      moves = byPack.get(now.pack());
    }
    return now;
  }
}
