package org.hokan.dicom.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.CommandField;
import org.hokan.dicom.net.dimse.Outcome;

/** Adds up what comes of sending, and tells the listener of it, one call at a time. Thread-safe. */
final class SendCounts {
  private final SendListener listener;
  private final long begun = System.nanoTime();
  private final List<SendReport.Failure> failures = new ArrayList<>();
  private long sent;
  private long warned;
  private long failed;
  private long skipped;
  private long bytes;
  private int associations;

  SendCounts(SendListener listener) {
    this.listener = listener;
  }

  synchronized void associationBegun() {
    associations++;
  }

  synchronized boolean nothingSent() {
    return sent == 0;
  }

  synchronized void found(DicomFile file) {
    listener.found(file);
  }

  synchronized void skipped(Path path, String why) {
    skipped++;
    listener.skipped(path, why);
  }

  synchronized void answered(DicomFile file, Outcome outcome) {
    if (outcome.status().isFailure()) {
      String reason = Failures.text(outcome, CommandField.C_STORE_RQ);
      failed(file, Optional.of(outcome), reason);
    } else {
      sent++;
      bytes += file.bytes();
      warned += outcome.status().isWarning() ? 1 : 0;
    }
    listener.answered(file, outcome);
  }

  synchronized void failed(DicomFile file, Optional<Outcome> outcome, String reason) {
    add(new SendReport.Failure(file.path(), Optional.of(file.sopInstanceUid()), outcome, reason));
  }

  synchronized void failed(Path path, Optional<Uid> sopInstanceUid, String reason) {
    add(new SendReport.Failure(path, sopInstanceUid, Optional.empty(), reason));
  }

  private void add(SendReport.Failure failure) {
    failed++;
    if (failures.size() < SendReport.MAX_FAILURES) {
      failures.add(failure);
    }
    listener.failed(failure);
  }

  synchronized SendReport report() {
    Duration lasted = Duration.ofNanos(System.nanoTime() - begun);
    return new SendReport(sent, warned, failed, failures, skipped, bytes, associations, lasted);
  }
}
