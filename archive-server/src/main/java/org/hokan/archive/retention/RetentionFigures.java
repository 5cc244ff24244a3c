package org.hokan.archive.retention;

import java.util.concurrent.atomic.LongAdder;

/** What deletion came to since the start. Thread-safe. */
public final class RetentionFigures {
  private final LongAdder destroyed = new LongAdder();
  private final LongAdder kept = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder unjudged = new LongAdder();

  void count(ItemState state) {
    switch (state) {
      case DESTROYED -> destroyed.increment();
      case KEPT -> kept.increment();
      case FAILED -> failed.increment();
      case PROPOSED -> throw new IllegalStateException("nothing came of it");
    }
  }

  void notJudged() {
    unjudged.increment();
  }

  /** Studies passed over by lists, as what says how long they are kept cannot be read. */
  public long unjudged() {
    return unjudged.sum();
  }

  /** Studies. */
  public long destroyed() {
    return destroyed.sum();
  }

  /** Studies of approved lists that something spoke against. */
  public long kept() {
    return kept.sum();
  }

  /** Studies that could not be destroyed. */
  public long failed() {
    return failed.sum();
  }
}
