package org.hokan.dicom.net.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Memory that many share, seen by one of them: who belongs to a party takes no more than that
 * party's share. Thread-safe.
 */
final class Budget {
  private final Memory memory;
  private final List<Share> shares;

  /** The most that a party takes, in bytes. */
  private record Share(String party, long most) {}

  Budget(long bytes) {
    this(new Memory(bytes), List.of());
  }

  private Budget(Memory memory, List<Share> shares) {
    this.memory = memory;
    this.shares = shares;
  }

  /**
   * The same memory for one of a party, of which a party takes at most such a part, or so many
   * bytes where those are more and there are as many.
   */
  Budget of(String party, int part, long least) {
    List<Share> all = new ArrayList<>(shares);
    long most = memory.bytes / part;
    all.add(new Share(party, least <= memory.bytes ? Math.max(most, least) : most));
    return new Budget(memory, List.copyOf(all));
  }

  /** Takes so many bytes, or none and says false. */
  boolean take(long bytes) {
    return memory.take(shares, bytes);
  }

  void give(long bytes) {
    memory.give(shares, bytes);
  }

  /** What is taken of the memory, and by whom. */
  private static final class Memory {
    private final long bytes;
    private final Map<String, Long> takenBy = new HashMap<>();
    private long taken;

    Memory(long bytes) {
      this.bytes = bytes;
    }

    synchronized boolean take(List<Share> shares, long more) {
      if (taken + more > bytes
          || shares.stream().anyMatch(each -> takenBy(each.party) + more > each.most)) {
        return false;
      }
      add(shares, more);
      return true;
    }

    synchronized void give(List<Share> shares, long less) {
      add(shares, -less);
    }

    private long takenBy(String party) {
      return takenBy.getOrDefault(party, 0L);
    }

    private void add(List<Share> shares, long more) {
      taken += more;
      for (Share each : shares) {
        long now = takenBy(each.party) + more;
        if (now == 0) {
          takenBy.remove(each.party);
        } else {
          takenBy.put(each.party, now);
        }
      }
    }
  }
}
