package org.hokan.archive.storage;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Who works on which pack, so that no copy is changed by two, and no pack replaced while it is
 * written. Thread-safe.
 */
final class CopyClaims {
  private enum Use {
    /** Its writer writes both. */
    PAIRED,
    /** Its writer writes the first; the copy may be brought level beside it. */
    ALONE,
    /** It is repaired, removed or brought level. */
    WORK
  }

  private final ConcurrentHashMap<String, Use> uses = new ConcurrentHashMap<>();

  /** For its writer; false when it is worked on. */
  boolean takeForWriter(PackRef pack, boolean paired) {
    return uses.putIfAbsent(pack.name(), paired ? Use.PAIRED : Use.ALONE) == null;
  }

  /** Its writer does not write the copy any longer. */
  void unpaired(PackRef pack) {
    uses.put(pack.name(), Use.ALONE);
  }

  /** Whether its writer writes the copy. */
  boolean isPaired(PackRef pack) {
    return uses.get(pack.name()) == Use.PAIRED;
  }

  /** Whether its writer has it. */
  boolean isWritten(PackRef pack) {
    Use use = uses.get(pack.name());
    return use == Use.PAIRED || use == Use.ALONE;
  }

  /** For a repair; false when its writer has it. */
  boolean takeForWork(PackRef pack) {
    return uses.putIfAbsent(pack.name(), Use.WORK) == null;
  }

  void release(PackRef pack) {
    uses.remove(pack.name());
  }
}
