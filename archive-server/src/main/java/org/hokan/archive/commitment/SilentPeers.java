package org.hokan.archive.commitment;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * AEs that did not answer a moment ago: each attempt costs its deadlines, and others wait
 * meanwhile. Thread-safe.
 */
final class SilentPeers {
  static final Duration PAUSE = Duration.ofMinutes(1);

  /** What fails sooner, such as a refused connection, keeps nobody waiting. */
  static final Duration SHORT = Duration.ofSeconds(1);

  private final LongSupplier nanos;
  private final ConcurrentMap<String, Long> since = new ConcurrentHashMap<>();

  /**
   * @param nanos as {@link System#nanoTime}
   */
  SilentPeers(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Passes one that may be tried.
   *
   * @throws IOException for one that was silent within {@link #PAUSE}
   */
  void check(String title) throws IOException {
    Long silent = since.get(title);
    if (silent != null && nanos.getAsLong() - silent < PAUSE.toNanos()) {
      throw new IOException(
          "AE %s: did not answer another report within the last %d s"
              .formatted(title, PAUSE.toSeconds()));
    }
  }

  /** When an attempt begins. */
  long begin() {
    return nanos.getAsLong();
  }

  /** Notes an attempt that failed. */
  void failed(String title, long begin) {
    long now = nanos.getAsLong();
    if (now - begin >= SHORT.toNanos()) {
      since.put(title, now);
    }
  }

  void answered(String title) {
    since.remove(title);
  }
}
