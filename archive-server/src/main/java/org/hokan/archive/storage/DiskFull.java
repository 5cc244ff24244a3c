package org.hokan.archive.storage;

import java.io.IOException;
import java.util.Locale;

/** Tells a full disk from a broken one: Java has only the operating system's words for it. */
final class DiskFull {
  private DiskFull() {}

  static boolean is(IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left")
        || message.contains("quota exceeded")
        || message.contains("not enough space");
  }
}
