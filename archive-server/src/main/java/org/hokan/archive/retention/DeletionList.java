package org.hokan.archive.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Studies of one facility that nothing keeps any longer, for people to decide about.
 *
 * @param note what whoever proposed it said, or why it was rejected
 * @param held studies that are due and not in it, since they are on legal hold
 * @param nextKeptUntil the last day on which the first of the studies that were not due has to be
 *     kept; empty: of none a day is known
 * @param approvals the persons who approved, in order
 * @param needed how many must
 * @param outcome how many of its studies came to what
 */
public record DeletionList(
    long id,
    String facility,
    DeletionState state,
    String note,
    String proposedBy,
    Instant proposedAt,
    long studies,
    long images,
    long bytes,
    long held,
    Optional<LocalDate> nextKeptUntil,
    List<String> approvals,
    int needed,
    String decidedBy,
    Optional<Instant> decidedAt,
    String runBy,
    Optional<Instant> endedAt,
    Outcome outcome) {
  public DeletionList {
    approvals = List.copyOf(approvals);
  }

  /** How many studies are destroyed, kept after all, or failed. */
  public record Outcome(long destroyed, long kept, long failed) {}
}
