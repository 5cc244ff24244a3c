package org.hokan.archive.compression;

import org.hokan.dicom.data.Uid;

/** A study of a facility, as the subject of a job. */
record StudyKey(String facility, Uid studyInstanceUid) {
  static StudyKey of(String subject) {
    int space = subject.indexOf(' ');
    return new StudyKey(subject.substring(0, space), Uid.of(subject.substring(space + 1)));
  }

  String subject() {
    return facility + " " + studyInstanceUid;
  }
}
