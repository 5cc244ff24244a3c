package org.hokan.archive.compression;

import java.util.concurrent.atomic.LongAdder;

/** What compression came to since the start. Thread-safe. */
public final class CompressionFigures {
  private final LongAdder recompressed = new LongAdder();
  private final LongAdder saved = new LongAdder();
  private final LongAdder notSmaller = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  void recompressed(long savedBytes) {
    recompressed.increment();
    saved.add(savedBytes);
  }

  void notSmaller() {
    notSmaller.increment();
  }

  void failed() {
    failed.increment();
  }

  void worked(long tookNanos) {
    nanos.add(tookNanos);
  }

  /** Instances that are stored in a smaller form since. */
  public long recompressed() {
    return recompressed.sum();
  }

  /** Bytes by which these are smaller. */
  public long savedBytes() {
    return saved.sum();
  }

  /** Instances that would not have been smaller. */
  public long dropped() {
    return notSmaller.sum();
  }

  /** Attempts that failed. */
  public long failures() {
    return failed.sum();
  }

  /** Time that all of it took. */
  public double seconds() {
    return nanos.sum() / 1e9;
  }
}
