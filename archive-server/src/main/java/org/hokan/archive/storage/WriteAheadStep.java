package org.hokan.archive.storage;

/**
 * How many zeros are written ahead: twice as many each time while a shelf is busy, half as many
 * after it was idle. Thread-safe.
 */
final class WriteAheadStep {
  private final long min;
  private final long max;
  private final long reserve;
  private long current;

  WriteAheadStep(StorageSettings settings) {
    this.min = settings.writeAheadMin();
    this.max = settings.writeAheadMax();
    this.reserve = settings.minimumFreeSpace();
    this.current = min;
  }

  /** Bytes of a volume that zeros leave free. */
  long reserve() {
    return reserve;
  }

  synchronized long current() {
    return current;
  }

  /** The step to write now; the one after it is greater. */
  synchronized long next() {
    long step = current;
    current = Math.min(max, current * 2);
    return step;
  }

  synchronized void idle() {
    current = Math.max(min, current / 2);
  }
}
