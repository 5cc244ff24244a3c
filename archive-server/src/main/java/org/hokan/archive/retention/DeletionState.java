package org.hokan.archive.retention;

/** Where a list of studies to be destroyed is. */
public enum DeletionState {
  /** All studies of the facility are being looked at. */
  PREPARING,
  /** Nothing of the facility may be destroyed. */
  EMPTY,
  /** It waits for approval; what stands in it changes no more. */
  PROPOSED,
  /** All who must approve have; it waits for its run. */
  APPROVED,
  /** Nothing of it will be destroyed. */
  REJECTED,
  /** Its studies are being destroyed. */
  RUNNING,
  /** All of it was looked at. */
  DONE;

  boolean isOpen() {
    return switch (this) {
      case PREPARING, PROPOSED, APPROVED, RUNNING -> true;
      case EMPTY, REJECTED, DONE -> false;
    };
  }
}
