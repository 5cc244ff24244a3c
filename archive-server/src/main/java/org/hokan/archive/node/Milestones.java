package org.hokan.archive.node;

/** What a node tells of its life to whoever started it. */
interface Milestones {
  /** For those who need not know. */
  Milestones NONE = new Milestones() {};

  /**
   * Its volumes and its database are open, and are its own; what is left of its start takes part of
   * a second. May be called again, when a start is tried again.
   */
  default void opened() {}

  /** An association is established. */
  default void established() {}
}
