package org.hokan.archive.web;

import java.util.List;

/**
 * What one run of compaction did.
 *
 * @param packs written anew or removed
 * @param entries dropped
 * @param bytes given back to the disk
 * @param waiting entries that stay because their pack is not sealed
 * @param problems why a pack was left as it is, a line each
 */
public record CompactionResult(
    long packs, long entries, long bytes, long waiting, List<String> problems) {
  public CompactionResult {
    problems = List.copyOf(problems);
  }
}
