package org.hokan.archive.compression;

/** What was decoded again differs by more than the contract allows; nothing was stored. */
final class LossBeyondBound extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LossBeyondBound(int largest, int allowed) {
    super("lossy form: a sample differs by %d (expected: at most %d)".formatted(largest, allowed));
  }
}
