package org.hokan.archive.ingest;

/**
 * The answer to one reception.
 *
 * @param comment for the peer and the log, empty when there is nothing to say; no patient data
 * @param study Study Instance UID under which it is indexed; empty when that is not known
 */
public record IngestResult(IngestOutcome outcome, String comment, String study) {
  static IngestResult of(IngestOutcome outcome, String comment) {
    return new IngestResult(outcome, comment, "");
  }

  IngestResult ofStudy(String uid) {
    return new IngestResult(outcome, comment, uid);
  }
}
