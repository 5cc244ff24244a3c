package org.hokan.archive.storage;

import java.io.InterruptedIOException;

/** Holds up work in the background so that the disk serves others first. */
@FunctionalInterface
public interface Throttle {
  /** As fast as the disk can. */
  Throttle NONE = bytes -> {};

  /**
   * Waits until so many bytes may be read.
   *
   * @throws InterruptedIOException when the work is to end instead
   */
  void pass(long bytes) throws InterruptedIOException;
}
