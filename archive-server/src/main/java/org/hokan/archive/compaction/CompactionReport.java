package org.hokan.archive.compaction;

import java.util.List;

/**
 * What one run of compaction did.
 *
 * @param packs written anew or removed
 * @param entries dropped
 * @param bytes given back to the disk
 * @param waiting entries that stay because their pack is not sealed, and cannot be now
 * @param problems why a pack was left as it is, a line each
 */
public record CompactionReport(
    long packs, long entries, long bytes, long waiting, List<String> problems) {
  /** Nothing was done. */
  static final CompactionReport NOTHING = new CompactionReport(0, 0, 0, 0, List.of());

  public CompactionReport {
    problems = List.copyOf(problems);
  }
}
