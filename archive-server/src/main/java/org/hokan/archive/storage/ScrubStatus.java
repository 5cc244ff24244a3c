package org.hokan.archive.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the reading again is, and what was found by it.
 *
 * @param startedAt begin of the pass that is under way
 * @param completedAt end of the last pass that read everything
 * @param bytes read in this pass, copies included
 * @param totalBytes to be read in it
 * @param repaired objects repaired since the start of the node
 * @param failure why not everything was read in the last pass, or why it does not go on now
 * @param damages what could not be repaired and is still so, one line each; outlives a restart
 */
public record ScrubStatus(
    Optional<Instant> startedAt,
    Optional<Instant> completedAt,
    long bytes,
    long totalBytes,
    long repaired,
    Optional<String> failure,
    List<String> damages) {
  public ScrubStatus {
    damages = List.copyOf(damages);
  }
}
