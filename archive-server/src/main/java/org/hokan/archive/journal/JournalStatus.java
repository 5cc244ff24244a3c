package org.hokan.archive.journal;

import java.util.List;

/**
 * How the journal does.
 *
 * @param number of the latest change that it has
 * @param volumes where it is written
 */
public record JournalStatus(long number, List<OnVolume> volumes) {
  public JournalStatus {
    volumes = List.copyOf(volumes);
  }

  /**
   * The journal on one volume.
   *
   * @param whole whether the database could be made from it
   * @param problem what went wrong last; empty: nothing since
   */
  public record OnVolume(String volume, boolean whole, String problem) {}

  /** Whether the database could be made again from what is written. */
  public boolean isProtecting() {
    return volumes.stream().anyMatch(volume -> volume.whole() && volume.problem().isEmpty());
  }

  /** Whether each volume has all of it. */
  public boolean isComplete() {
    return volumes.stream().allMatch(volume -> volume.whole() && volume.problem().isEmpty());
  }
}
