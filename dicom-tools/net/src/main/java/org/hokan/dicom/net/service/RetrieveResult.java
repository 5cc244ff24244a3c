package org.hokan.dicom.net.service;

import java.util.List;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;

/**
 * How a C-MOVE or C-GET ended (PS3.4 §C.4.2, §C.4.3).
 *
 * @param remaining sub-operations not begun, for an operation that was cancelled
 * @param failedSopInstanceUids sent as Failed SOP Instance UID List when the status is no Success
 */
public record RetrieveResult(
    Outcome outcome,
    int remaining,
    int completed,
    int failed,
    int warning,
    List<Uid> failedSopInstanceUids) {
  /** Copies the list. */
  public RetrieveResult {
    failedSopInstanceUids = List.copyOf(failedSopInstanceUids);
  }

  /** Refused or failed before any sub-operation. */
  public static RetrieveResult of(Outcome outcome) {
    return new RetrieveResult(outcome, 0, 0, 0, 0, List.of());
  }

  /**
   * Ended with the status that the numbers call for: Success; B000H with one or more failures or
   * warnings; A702H when all failed.
   */
  public static RetrieveResult ended(
      int completed, int failed, int warning, List<Uid> failedSopInstanceUids) {
    Status status =
        failed == 0 && warning == 0
            ? Status.SUCCESS
            : failed > 0 && completed + warning == 0
                ? Status.OUT_OF_RESOURCES_FOR_SUB_OPERATIONS
                : Status.SUB_OPERATIONS_WITH_FAILURES;
    return new RetrieveResult(
        Outcome.of(status), 0, completed, failed, warning, failedSopInstanceUids);
  }

  /** Ended by C-CANCEL. */
  public static RetrieveResult cancelled(
      int remaining, int completed, int failed, int warning, List<Uid> failedSopInstanceUids) {
    return new RetrieveResult(
        Outcome.of(Status.CANCEL), remaining, completed, failed, warning, failedSopInstanceUids);
  }

  /** With the reason of a failure for the peer's operator; it must hold no patient data. */
  public RetrieveResult withErrorComment(String comment) {
    return new RetrieveResult(
        outcome.withErrorComment(comment),
        remaining,
        completed,
        failed,
        warning,
        failedSopInstanceUids);
  }
}
