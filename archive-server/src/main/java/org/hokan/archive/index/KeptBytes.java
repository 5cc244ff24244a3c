package org.hokan.archive.index;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hokan.archive.db.Tx;

/**
 * Bytes kept for each facility, as they came, without what is in quarantine: in memory, as
 * committed transactions of this node leave them, and those of others since the last {@link #load}.
 * For the check of each arrival, which asks no database.
 */
final class KeptBytes {
  private final ConcurrentMap<String, Long> bytes = new ConcurrentHashMap<>();

  /** What is committed meanwhile may count twice, or not, until the next time. */
  void load(Tx tx) {
    Bookkeeping.counts(tx).forEach(counts -> bytes.put(counts.facility(), counts.bytes()));
  }

  long of(String facility) {
    return bytes.getOrDefault(facility, 0L);
  }

  /** Once the transaction is committed. */
  void add(Tx tx, String facility, long more) {
    tx.afterCommit(() -> bytes.merge(facility, more, Long::sum));
  }

  /** Once the transaction is committed. */
  void clear(Tx tx) {
    tx.afterCommit(bytes::clear);
  }
}
