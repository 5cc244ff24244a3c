package org.hokan.archive.commitment;

/** How far a request is. */
public enum CommitmentState {
  /** Taken, and not looked at yet. */
  REQUESTED,
  /** Its instances were read again; the asker does not know yet. */
  CHECKED,
  /** The asker has taken the report. */
  REPORTED,
  /** The asker could not be told in time. */
  GIVEN_UP
}
