package org.hokan.archive.retrieve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.hokan.archive.storage.ObjectBuffer;

/**
 * Lends memory for stills. Each retrieval gets one for the still that it sends next; to read ahead
 * only while few are lent, so that slow receivers do not hold the memory of others. Thread-safe.
 */
final class Stills {
  private static final int MOST_TO_READ_AHEAD = 32;
  private static final int MOST_KEPT = 8;

  private final Deque<ObjectBuffer> free = new ArrayDeque<>();
  private int lent;

  synchronized ObjectBuffer take() {
    ObjectBuffer still =
        free.isEmpty() ? ObjectBuffer.of(StoredSource.MOST_READ_WHOLE) : free.removeFirst();
    lent++;
    return still;
  }

  /** Empty when many are lent. */
  synchronized Optional<ObjectBuffer> takeToReadAhead() {
    return lent < MOST_TO_READ_AHEAD ? Optional.of(take()) : Optional.empty();
  }

  synchronized void give(ObjectBuffer still) {
    lent--;
    if (free.size() < MOST_KEPT) {
      free.addFirst(still);
    }
  }

  synchronized int lent() {
    return lent;
  }
}
