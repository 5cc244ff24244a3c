package org.hokan.dicom.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.Outcome;

/**
 * What came of sending files. Immutable.
 *
 * @param sent objects that the peer took, those with a warning among them
 * @param warned objects that the peer took with a warning
 * @param failures what was not taken, at most {@link #MAX_FAILURES}; {@code failed} counts all
 * @param skipped files that are no DICOM objects of a storage class
 * @param bytes data set bytes of the objects sent
 */
public record SendReport(
    long sent,
    long warned,
    long failed,
    List<Failure> failures,
    long skipped,
    long bytes,
    int associations,
    Duration lasted) {
  /** As many failures are told one by one. */
  public static final int MAX_FAILURES = 10_000;

  public SendReport {
    failures = List.copyOf(failures);
  }

  /** Whether the peer took every object there was. */
  public boolean complete() {
    return failed == 0;
  }

  /**
   * A file that was not taken.
   *
   * @param outcome the peer's answer; empty when there was none
   * @param reason in words for people
   */
  public record Failure(
      Path file, Optional<Uid> sopInstanceUid, Optional<Outcome> outcome, String reason) {}
}
