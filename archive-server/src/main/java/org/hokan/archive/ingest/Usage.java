package org.hokan.archive.ingest;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * What counts against the capacity of each facility: what the index has as kept, and what was
 * claimed by objects that are on their way there. So objects that come at once never pass the limit
 * together. Asks no database.
 */
final class Usage {
  private final ToLongFunction<String> kept;
  private final ConcurrentMap<String, AtomicLong> claimed = new ConcurrentHashMap<>();

  /**
   * @param kept bytes of a facility in the index
   */
  Usage(ToLongFunction<String> kept) {
    this.kept = kept;
  }

  /** Of an object that has claimed nothing yet. */
  Claim claim(String facility) {
    return new Claim(facility);
  }

  long of(String facility) {
    return kept.applyAsLong(facility) + claimed(facility).get();
  }

  private AtomicLong claimed(String facility) {
    return claimed.computeIfAbsent(facility, code -> new AtomicLong());
  }

  /** What one object claims until the index has it, or until it is not kept after all. */
  final class Claim {
    private final String facility;
    private final AtomicLong bytes = new AtomicLong();

    private Claim(String facility) {
      this.facility = facility;
    }

    /**
     * Claims bytes, once.
     *
     * @return what was used before
     */
    long take(long length) {
      bytes.set(length);
      return claimed(facility).getAndAdd(length) + kept.applyAsLong(facility);
    }

    /** The second time, nothing. */
    void giveBack() {
      claimed(facility).addAndGet(-bytes.getAndSet(0));
    }
  }
}
