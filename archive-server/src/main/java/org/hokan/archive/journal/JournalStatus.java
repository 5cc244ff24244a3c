package org.hokan.archive.journal;

import java.util.List;
import java.util.stream.Collectors;

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
  public record OnVolume(String volume, boolean whole, String problem) {
    boolean isGood() {
      return whole && problem.isEmpty();
    }
  }

  /** Whether the database could be made again from what is written. */
  public boolean isProtecting() {
    return volumes.stream().anyMatch(OnVolume::isGood);
  }

  /** How it is, for an operator. */
  public String detail() {
    return isComplete()
        ? "change %d; volumes that have it: %d".formatted(number, volumes.size())
        : volumes.stream()
            .filter(volume -> !volume.isGood())
            .map(
                volume ->
                    volume.volume()
                        + (volume.problem().isEmpty() ? "" : " (" + volume.problem() + ")"))
            .collect(
                Collectors.joining(
                    ", ", "not on volume ", ": nothing to make the database from there"));
  }

  /** Whether each volume has all of it. */
  public boolean isComplete() {
    return volumes.stream().allMatch(OnVolume::isGood);
  }
}
