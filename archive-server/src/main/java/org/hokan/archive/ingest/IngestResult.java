package org.hokan.archive.ingest;

import java.util.OptionalInt;

/**
 * The answer to one reception.
 *
 * @param comment for the peer and the log, empty when there is nothing to say; no patient data
 * @param study Study Instance UID under which it is indexed; empty when that is not known
 * @param status Status (0000,0900) that the peer is to be told; empty: that of the outcome
 */
public record IngestResult(
    IngestOutcome outcome, String comment, String study, OptionalInt status) {
  static IngestResult of(IngestOutcome outcome, String comment) {
    return new IngestResult(outcome, comment, "", OptionalInt.empty());
  }

  IngestResult ofStudy(String uid) {
    return new IngestResult(outcome, comment, uid, status);
  }

  IngestResult toldAs(int code) {
    return new IngestResult(outcome, comment, study, OptionalInt.of(code));
  }
}
