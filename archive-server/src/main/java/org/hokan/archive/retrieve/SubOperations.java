package org.hokan.archive.retrieve;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hokan.archive.index.InstanceRow;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.RetrieveResponder;
import org.hokan.dicom.net.service.RetrieveResult;

/**
 * Counts the sub-operations of one C-MOVE or C-GET and tells the peer how it goes, after a
 * sub-operation the first one and then at most twice a second: a response for each would cost as
 * much as a small image (PS3.4 §C.4.2.3.1, §C.4.3.3.1 leave to the SCP how often).
 */
final class SubOperations {
  private static final long INTERVAL_NANOS = 500_000_000;

  /**
   * So many failed ones are named: as many UIDs as fit into a value of explicit VR (PS3.5 §7.1.2).
   */
  static final int MOST_NAMED = 65_534 / (Uid.MAX_LENGTH + 1);

  private final RetrieveResponder responder;
  private final Map<Uid, String> failures = new LinkedHashMap<>();
  private final Consumer<InstanceRow> arrived;
  private Optional<String> reason = Optional.empty();
  private long toldNanos = System.nanoTime() - INTERVAL_NANOS;
  private int remaining;
  private int completed;
  private int warning;
  private int failed;
  private boolean answered;

  /**
   * Counts from the total down.
   *
   * @param arrived is told of each instance that the receiver has
   */
  SubOperations(RetrieveResponder responder, int total, Consumer<InstanceRow> arrived) {
    this.responder = responder;
    this.remaining = total;
    this.arrived = arrived;
  }

  void answered(InstanceRow row, Outcome outcome) throws IOException {
    answered = true;
    if (outcome.status().isFailure()) {
      failed(row, "answered " + outcome.status());
    } else {
      arrived.accept(row);
      if (outcome.status().isWarning()) {
        warning++;
      } else {
        completed++;
      }
      counted();
    }
  }

  void failed(InstanceRow row, String why) throws IOException {
    failed++;
    if (failures.size() < MOST_NAMED) {
      failures.put(row.sopInstanceUid(), why);
    }
    counted();
  }

  /**
   * So many are not where they were found, without a UID to tell: destroyed since, or the index is
   * being made anew. The peer is not to take what it got for all.
   */
  void gone(int count) {
    if (count > 0) {
      remaining -= count;
      failed += count;
      because("not found any more");
    }
  }

  /** Why those failed that did, the first {@value #MOST_NAMED}, in their order; no patient data. */
  Map<Uid, String> failures() {
    return failures;
  }

  /** Whether the receiver answered to any, with whatever status. */
  boolean isAnswered() {
    return answered;
  }

  /** Why one failed; the peer is told the first reason of all. */
  void because(String why) {
    reason = reason.or(() -> Optional.of(why));
  }

  private void counted() throws IOException {
    remaining--;
    long now = System.nanoTime();
    if (remaining > 0 && now - toldNanos >= INTERVAL_NANOS) {
      toldNanos = now;
      responder.progress(remaining, completed, failed, warning);
    }
  }

  boolean isCancelled() {
    return responder.isCancelled();
  }

  RetrieveResult result() {
    List<Uid> named = List.copyOf(failures.keySet());
    RetrieveResult result =
        remaining > 0
            ? RetrieveResult.cancelled(remaining, completed, failed, warning, named)
            : RetrieveResult.ended(completed, failed, warning, named);
    return reason.map(result::withErrorComment).orElse(result);
  }
}
