package org.hokan.archive.ingest;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hokan.dicom.data.Uid;

/**
 * Objects between the decision to keep them and their rows in the index: two receptions of one SOP
 * instance at once meet here.
 */
final class InFlight {
  private final ConcurrentMap<Key, Entry> entries = new ConcurrentHashMap<>();

  private record Key(String facility, Uid sopInstance) {}

  /**
   * One object on its way.
   *
   * @param durable completes when its bytes are forced to disk, exceptionally when they are not
   * @param claim what it claims of the capacity while it is here
   */
  record Entry(String digest, CompletableFuture<Void> durable, Usage.Claim claim) {}

  /**
   * Enters an object, unless one of the same identity is under way.
   *
   * @return the other one
   */
  Optional<Entry> enter(Arrival arrival, Entry entry) {
    return Optional.ofNullable(entries.putIfAbsent(key(arrival), entry));
  }

  void leave(Arrival arrival, Entry entry) {
    entries.remove(key(arrival), entry);
    entry.claim().giveBack();
  }

  int size() {
    return entries.size();
  }

  private static Key key(Arrival arrival) {
    return new Key(arrival.facility(), arrival.sopInstance());
  }
}
