package org.hokan.archive.contract;

/** Where in its examination an object arrives. */
public enum ExamState {
  /** The first object of its study: it may be refused. */
  NEW,
  /** Others of its study are kept already: for contract reasons it is kept aside, not refused. */
  IN_PROGRESS
}
