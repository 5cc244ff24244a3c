package org.hokan.archive.db;

import java.util.Iterator;

/** Keeps changes where they outlive the loss of the database. Called by one thread at a time. */
public interface ChangeLog {
  /**
   * Returns when all of the changes are on a medium; they are whole transactions, in their order.
   *
   * @throws RuntimeException when they could not be kept; they come again with the next call
   */
  void keep(Iterator<Change> changes);
}
