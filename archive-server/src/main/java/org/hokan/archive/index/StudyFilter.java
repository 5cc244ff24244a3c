package org.hokan.archive.index;

import java.time.Instant;
import java.util.Optional;

/**
 * Which studies a list shows, the latest arrival first.
 *
 * @param facility its code; empty: all
 * @param patientId exactly
 * @param accessionNumber exactly
 * @param studyInstanceUid exactly
 * @param arrivedBefore last arrival before this; for the next page
 * @param max most rows
 */
public record StudyFilter(
    Optional<String> facility,
    Optional<String> patientId,
    Optional<String> accessionNumber,
    Optional<String> studyInstanceUid,
    Optional<Instant> arrivedBefore,
    int max) {
  private static final int DEFAULT_MAX = 100;

  public static StudyFilter all() {
    return new StudyFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_MAX);
  }

  public StudyFilter ofFacility(String code) {
    return new StudyFilter(
        Optional.of(code), patientId, accessionNumber, studyInstanceUid, arrivedBefore, max);
  }

  public StudyFilter ofPatient(String id) {
    return new StudyFilter(
        facility, Optional.of(id), accessionNumber, studyInstanceUid, arrivedBefore, max);
  }

  public StudyFilter withAccessionNumber(String number) {
    return new StudyFilter(
        facility, patientId, Optional.of(number), studyInstanceUid, arrivedBefore, max);
  }

  public StudyFilter withUid(String uid) {
    return new StudyFilter(
        facility, patientId, accessionNumber, Optional.of(uid), arrivedBefore, max);
  }

  public StudyFilter arrivedBefore(Instant moment) {
    return new StudyFilter(
        facility, patientId, accessionNumber, studyInstanceUid, Optional.of(moment), max);
  }

  public StudyFilter limit(int rows) {
    return new StudyFilter(
        facility, patientId, accessionNumber, studyInstanceUid, arrivedBefore, rows);
  }
}
