package org.hokan.archive.compaction;

import org.hokan.archive.index.DeadObject;

/** Says whose bytes must stay whatever was decided: what is on legal hold. */
@FunctionalInterface
public interface Holds {
  /** Nothing is on hold. */
  Holds NONE = object -> false;

  boolean isHeld(DeadObject object);
}
