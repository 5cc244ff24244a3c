package org.hokan.archive.ingest;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * Bytes kept for each facility, in memory: loaded once from the index, counted up with each object.
 * A cache that may be lost; capacity is checked against it before an append.
 */
final class Usage {
  private final ToLongFunction<String> load;
  private final ConcurrentMap<String, AtomicLong> bytes = new ConcurrentHashMap<>();

  Usage(ToLongFunction<String> load) {
    this.load = load;
  }

  long of(String facility) {
    return counter(facility).get();
  }

  /** Adds to what was loaded; what was not will be loaded with it. Asks no database. */
  void add(String facility, long more) {
    AtomicLong counter = bytes.get(facility);
    if (counter != null) {
      counter.addAndGet(more);
    }
  }

  /** Forgets all, so that the next look loads it. */
  void reload() {
    bytes.clear();
  }

  private AtomicLong counter(String facility) {
    return bytes.computeIfAbsent(facility, code -> new AtomicLong(load.applyAsLong(code)));
  }
}
