package org.hokan.archive.ingest;

import java.util.List;
import org.hokan.archive.db.Tx;

/**
 * Is told, in the transaction that files them, of instances that a storage rule decided about; of
 * the same ones again when the index is made anew.
 */
@FunctionalInterface
public interface Ruled {
  void filed(Tx tx, List<RuledInstance> instances);
}
