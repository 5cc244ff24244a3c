package org.hokan.archive.compression;

import java.io.IOException;

/** A result is not smaller by the margin. */
final class NotSmaller extends IOException {
  private static final long serialVersionUID = 1L;

  NotSmaller(long bytes, long original, int marginPercent) {
    super("%d bytes of %d (expected: smaller by %d %%)".formatted(bytes, original, marginPercent));
  }
}
