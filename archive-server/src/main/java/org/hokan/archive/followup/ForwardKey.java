package org.hokan.archive.followup;

/** A study on its way to an AE, as the subject of a job. */
record ForwardKey(String facility, String studyInstanceUid, String destination) {
  static ForwardKey of(String subject) {
    String[] parts = subject.split(" ", 3); // an AE title may have blanks
    return new ForwardKey(parts[0], parts[1], parts[2]);
  }

  String subject() {
    return facility + " " + studyInstanceUid + " " + destination;
  }
}
