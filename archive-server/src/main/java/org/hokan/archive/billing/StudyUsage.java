package org.hokan.archive.billing;

import java.time.Instant;

/**
 * What has arrived of one study so far.
 *
 * @param facility the facility's code
 * @param studyInstanceUid Study Instance UID (0020,000D)
 * @param patient the patient within the facility: the patient ID, or another key that is stable
 *     when the index is rebuilt
 * @param images how many images have arrived so far
 * @param bytes how many bytes have arrived so far
 * @param first arrival of the first image
 * @param last arrival of the last image
 * @param ae AE title that sent
 * @param clause the contract that the images were accepted under
 * @param rule storage rule that decided, with its version; empty where none matched
 * @param secondCopy whether it is kept a second time, or is to be
 */
public record StudyUsage(
    String facility,
    String studyInstanceUid,
    String patient,
    long images,
    long bytes,
    Instant first,
    Instant last,
    String ae,
    ContractClause clause,
    String rule,
    SecondCopy secondCopy) {
  public StudyUsage {
    if (images < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "StudyUsage of %s: %d images, %d bytes (expected: none negative)"
              .formatted(studyInstanceUid, images, bytes));
    }
    if (last.isBefore(first)) {
      throw new IllegalArgumentException(
          "StudyUsage of %s: first arrival %s after the last, %s"
              .formatted(studyInstanceUid, first, last));
    }
  }
}
