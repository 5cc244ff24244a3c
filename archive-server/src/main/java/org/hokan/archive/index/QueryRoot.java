package org.hokan.archive.index;

/** The Query/Retrieve information models (PS3.4 §C.6). */
public enum QueryRoot {
  PATIENT,
  STUDY;

  /** Whether the model has this level. */
  public boolean has(QueryLevel level) {
    return this == PATIENT || level != QueryLevel.PATIENT;
  }
}
