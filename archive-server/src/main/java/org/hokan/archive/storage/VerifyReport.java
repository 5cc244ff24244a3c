package org.hokan.archive.storage;

import java.util.List;

/**
 * What a verification found.
 *
 * @param objects read and compared
 * @param bytes of those
 * @param damages one line for each damage: pack, offset, name and what was found; at most {@value
 *     #MAX_DAMAGES} are listed
 * @param damaged number of damages in all
 */
public record VerifyReport(
    long packs, long objects, long bytes, long damaged, List<String> damages) {
  /** Lines kept in {@link #damages}. */
  public static final int MAX_DAMAGES = 1000;

  public VerifyReport {
    damages = List.copyOf(damages);
  }

  public boolean sound() {
    return damaged == 0;
  }
}
