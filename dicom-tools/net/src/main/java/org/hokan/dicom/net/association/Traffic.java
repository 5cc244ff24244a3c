package org.hokan.dicom.net.association;

import java.time.Duration;

/** What went over a connection, and when; kept by its event loop. Monotonic time. */
final class Traffic {
  private long began = System.nanoTime();
  private volatile long lastReceived = began;
  private long lastWriteProgress = began;
  private int pendingWrites;
  private long bytesReceived;
  private long bytesSent;

  void begin() {
    began = System.nanoTime();
    lastReceived = began;
    lastWriteProgress = began;
  }

  void received(int bytes) {
    bytesReceived += bytes;
    lastReceived = System.nanoTime();
  }

  void sending(int bytes) {
    if (pendingWrites++ == 0) {
      lastWriteProgress = System.nanoTime();
    }
    bytesSent += bytes;
  }

  void sent() {
    pendingWrites--;
    lastWriteProgress = System.nanoTime();
  }

  long bytesReceived() {
    return bytesReceived;
  }

  long bytesSent() {
    return bytesSent;
  }

  Duration lasted() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** For how long writes have been waiting without one of them being done. */
  Duration writeStalled() {
    return pendingWrites == 0 ? Duration.ZERO : since(lastWriteProgress);
  }

  Duration sinceReceived() {
    return since(lastReceived);
  }

  Duration sinceAnything() {
    return since(Math.max(lastReceived, lastWriteProgress));
  }

  private static Duration since(long then) {
    return Duration.ofNanos(System.nanoTime() - then);
  }
}
