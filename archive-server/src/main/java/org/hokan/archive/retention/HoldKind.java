package org.hokan.archive.retention;

/** What a legal hold is on. */
public enum HoldKind {
  /** One study, by its Study Instance UID. */
  STUDY,
  /** All studies of a patient, by Patient ID. */
  PATIENT
}
