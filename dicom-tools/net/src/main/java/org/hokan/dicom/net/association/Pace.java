package org.hokan.dicom.net.association;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Bytes in windows of time throughout which a peer was expected to send or take some: a peer that
 * moves a byte now and then meets every timeout, and holds what it holds for ever. Not thread-safe.
 */
final class Pace {
  private final Duration window;
  private final long leastBytes;
  private boolean running;
  private long since;
  private long bytesAtBegin;

  /**
   * @param rate least bytes a second; 0: any is fine
   */
  Pace(int rate, Duration window) {
    this.window = window;
    this.leastBytes = (long) (rate * (window.toNanos() / 1e9));
  }

  /**
   * Looks at the count.
   *
   * @param expected whether bytes are expected now; where not, the window begins anew
   * @param bytes all that were moved so far
   * @param nanos now
   * @return bytes of a window that has passed, if they are too few
   */
  OptionalLong look(boolean expected, long bytes, long nanos) {
    if (running && expected && nanos - since < window.toNanos()) {
      return OptionalLong.empty();
    }
    boolean tooFew = running && expected && bytes - bytesAtBegin < leastBytes;
    long moved = bytes - bytesAtBegin;
    running = expected;
    since = nanos;
    bytesAtBegin = bytes;
    return tooFew ? OptionalLong.of(moved) : OptionalLong.empty();
  }

  long leastBytes() {
    return leastBytes;
  }

  Duration window() {
    return window;
  }
}
