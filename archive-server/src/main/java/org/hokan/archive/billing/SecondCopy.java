package org.hokan.archive.billing;

/** How a study stands to its second copy. */
public enum SecondCopy {
  /** It is kept once. */
  NONE,
  /** It is to be kept a second time, and is not yet, or not all of it: its charge waits. */
  OWED,
  /** All of it is kept a second time. */
  MADE
}
