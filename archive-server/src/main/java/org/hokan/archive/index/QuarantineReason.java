package org.hokan.archive.index;

/** Why an object is kept aside until an operator decides. */
public enum QuarantineReason {
  /** The facility has another object with its SOP Instance UID; the first is kept. */
  SAME_UID_OTHER_CONTENT("another object with this SOP Instance UID came before"),
  /** The facility has its study under another patient ID. */
  STUDY_OF_ANOTHER_PATIENT("its study came before with another patient ID"),
  /** It has no usable Study or Series Instance UID. */
  NO_STUDY_OR_SERIES("it has no valid Study Instance UID or Series Instance UID"),
  /** Its bytes are damaged where they are stored: nothing in them is to be believed. */
  DAMAGED("it is damaged in its pack, and no copy has it whole"),
  /** Contract or rule said so when it arrived. */
  DECIDED("");

  private final String text;

  QuarantineReason(String text) {
    this.text = text;
  }

  /** For people; empty for {@link #DECIDED}, whose text comes with the object. */
  public String text() {
    return text;
  }

  boolean isConflict() {
    return this == SAME_UID_OTHER_CONTENT || this == STUDY_OF_ANOTHER_PATIENT;
  }
}
