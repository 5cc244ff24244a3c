package org.hokan.archive.web;

import java.util.Optional;
import org.hokan.archive.index.StudySummary;
import org.hokan.dicom.data.Uid;

/**
 * What a story is about. Holds a patient ID: not for a log.
 *
 * @param patientId empty: it has none
 * @param instance the instance that is asked for; empty: the study is
 */
record StorySubject(String facility, Uid study, String patientId, Optional<Uid> instance) {
  static StorySubject of(StudySummary study, Optional<Uid> instance) {
    return new StorySubject(
        study.facility(), study.studyInstanceUid(), study.patientId(), instance);
  }

  boolean isMeant(Uid sopInstanceUid) {
    return instance.map(sopInstanceUid::equals).orElse(true);
  }
}
