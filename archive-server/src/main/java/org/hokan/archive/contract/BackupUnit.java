package org.hokan.archive.contract;

/** The object that a contract keeps and bills on its own. */
public enum BackupUnit {
  FACILITY,
  PATIENT,
  STUDY
}
