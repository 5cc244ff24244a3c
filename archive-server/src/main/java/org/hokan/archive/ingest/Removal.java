package org.hokan.archive.ingest;

import org.hokan.archive.db.Tx;
import org.hokan.archive.index.QuarantineEntry;

/** Is asked, in the transaction, before an object is taken out of quarantine for good. */
@FunctionalInterface
public interface Removal {
  /** Throws what says why it must stay. */
  void check(Tx tx, QuarantineEntry entry);
}
