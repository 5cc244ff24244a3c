package org.hokan.archive.procedure;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hokan.dicom.data.Uid;

/**
 * A step as lists for people show it.
 *
 * @param callingAe who told of it
 * @param studies the studies that it belongs to
 * @param instances how many instances it lists
 * @param missing those of them that are not here, as of now; none before it has ended
 */
public record PerformedProcedureStep(
    String facility,
    Uid sopInstanceUid,
    StepStatus status,
    String callingAe,
    Instant createdAt,
    Optional<Instant> endedAt,
    List<Uid> studies,
    int instances,
    List<Uid> missing) {

  /** How many of its instances are here. */
  public int here() {
    return instances - missing.size();
  }
}
