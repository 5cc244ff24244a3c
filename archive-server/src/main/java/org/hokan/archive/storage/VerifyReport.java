package org.hokan.archive.storage;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a verification found.
 *
 * @param objects read and compared
 * @param bytes of those
 * @param compared of second copies, read and compared, too
 * @param repaired damages that were repaired from the other copy
 * @param damaged damages that are still there
 * @param damages one line for each of those: pack, offset, name and what was found; at most {@value
 *     #MAX_DAMAGES} are listed
 */
public record VerifyReport(
    long packs,
    long objects,
    long bytes,
    long compared,
    long repaired,
    long damaged,
    List<String> damages) {
  /** Lines kept in {@link #damages}. */
  public static final int MAX_DAMAGES = 1000;

  public VerifyReport {
    damages = List.copyOf(damages);
  }

  /** With more damages than those that were found by reading. */
  public VerifyReport with(Collection<String> more) {
    return new VerifyReport(
        packs,
        objects,
        bytes,
        compared,
        repaired,
        damaged + more.size(),
        Stream.concat(more.stream(), damages.stream()).limit(MAX_DAMAGES).toList());
  }

  public boolean sound() {
    return damaged == 0;
  }
}
