package org.hokan.archive.retrieve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.index.InstanceRow;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.RetrieveResponder;
import org.hokan.dicom.net.service.RetrieveResult;

/**
 * Counts the sub-operations of one C-MOVE or C-GET and tells the peer after each (PS3.4 §C.4.2).
 */
final class SubOperations {
  private final RetrieveResponder responder;
  private final List<Uid> failedUids = new ArrayList<>();
  private int remaining;
  private int completed;
  private int warning;

  SubOperations(RetrieveResponder responder, int total) {
    this.responder = responder;
    this.remaining = total;
  }

  void answered(InstanceRow row, Outcome outcome) throws IOException {
    if (outcome.status().isFailure()) {
      failed(row);
    } else if (outcome.status().isWarning()) {
      warning++;
      counted();
    } else {
      completed++;
      counted();
    }
  }

  void failed(InstanceRow row) throws IOException {
    failedUids.add(row.sopInstanceUid());
    counted();
  }

  private void counted() throws IOException {
    remaining--;
    if (remaining > 0) {
      responder.progress(remaining, completed, failedUids.size(), warning);
    }
  }

  boolean isCancelled() {
    return responder.isCancelled();
  }

  RetrieveResult result() {
    return remaining > 0
        ? RetrieveResult.cancelled(remaining, completed, failedUids.size(), warning, failedUids)
        : RetrieveResult.ended(completed, failedUids.size(), warning, failedUids);
  }
}
