package org.hokan.archive.compaction;

import java.util.List;

/**
 * What one run of compaction did.
 *
 * @param packs written anew or removed
 * @param entries dropped
 * @param bytes given back to the disk
 * @param problems why a pack was left as it is, a line each
 */
public record CompactionReport(long packs, long entries, long bytes, List<String> problems) {
  public CompactionReport {
    problems = List.copyOf(problems);
  }
}
