package org.hokan.archive.storage;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory for objects being received: direct buffers of one size, each at the start of a page,
 * used again and again, never more than the budget. Thread-safe.
 */
final class SegmentPool {
  static final int SEGMENT = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(SegmentPool.class);

  private final long budget;
  private final AtomicLong taken = new AtomicLong();
  private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

  SegmentPool(long budgetBytes) {
    this.budget = budgetBytes;
  }

  /** An empty segment; none when the budget is used up. */
  Optional<ByteBuffer> take() {
    if (taken.addAndGet(SEGMENT) > budget) {
      taken.addAndGet(-SEGMENT);
      return Optional.empty();
    }
    ByteBuffer segment = free.poll();
    return segment != null ? Optional.of(segment.clear()) : allocate();
  }

  private Optional<ByteBuffer> allocate() {
    try {
      return Optional.of(
          ByteBuffer.allocateDirect(SEGMENT + DirectWrites.UNIT)
              .alignedSlice(DirectWrites.UNIT)
              .slice(0, SEGMENT));
    } catch (OutOfMemoryError e) {
      taken.addAndGet(-SEGMENT);
      LOG.warn("No direct memory for a budget of {} bytes: objects go to disk instead", budget);
      return Optional.empty();
    }
  }

  void give(ByteBuffer segment) {
    free.add(segment);
    taken.addAndGet(-SEGMENT);
  }

  long takenBytes() {
    return taken.get();
  }
}
