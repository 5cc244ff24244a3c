package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Zeros, written ahead and as padding. */
final class Zeros {
  private static final int LENGTH = 1 << 20;
  private static final ByteBuffer BUFFER = ByteBuffer.allocateDirect(LENGTH).asReadOnlyBuffer();

  private Zeros() {}

  /** So many zeros, at most 1 MiB. */
  static ByteBuffer of(int length) {
    return BUFFER.duplicate().limit(length);
  }

  /** Through the system's cache. */
  static void write(DiskFile file, long from, long until) throws IOException {
    for (long at = from; at < until; at += LENGTH) {
      file.write(of((int) Math.min(LENGTH, until - at)), at);
    }
  }
}
