package org.hokan.archive.storage;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Tells a file that the device does not give from a system that cannot open any (no descriptors
 * left, no permission): Java has only the operating system's words for it.
 */
final class DeviceError {
  /** EIO, EUCLEAN, EBADMSG. */
  private static final List<String> TEXTS =
      List.of("input/output error", "structure needs cleaning", "bad message");

  private DeviceError() {}

  static boolean is(IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return TEXTS.stream().anyMatch(message::contains);
  }
}
