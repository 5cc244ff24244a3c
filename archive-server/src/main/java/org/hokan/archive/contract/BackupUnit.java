package org.hokan.archive.contract;

/** The object that a contract keeps and bills on its own. */
public enum BackupUnit {
  FACILITY,
  PATIENT,
  STUDY;

  /**
   * What people call an object of this unit: its key, and of a patient without the letter that says
   * what the key is made of (P: a Patient ID; S: the study of a patient without one).
   */
  public String called(String key) {
    boolean marked = this == PATIENT && (key.startsWith("P") || key.startsWith("S"));
    return marked ? key.substring(1) : key;
  }
}
