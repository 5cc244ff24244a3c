package org.hokan.archive.storage;

import java.util.List;
import java.util.Locale;

/** A number of bytes for people, in the units of the configuration: 290.1 MiB. */
final class Size {
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

  private Size() {}

  static String text(long bytes) {
    int unit = Math.max(0, (63 - Long.numberOfLeadingZeros(Math.abs(bytes) | 1)) / 10);
    double shown = (double) bytes / (1L << (10 * unit));
    return shown == Math.rint(shown)
        ? "%.0f %s".formatted(shown, UNITS.get(unit))
        : String.format(Locale.ROOT, "%.1f %s", shown, UNITS.get(unit));
  }
}
