package org.hokan.archive.billing;

import org.hokan.archive.db.Tx;

/** Where the ledger notes what a person did to it, in the same transaction. */
@FunctionalInterface
public interface BillingTrail {
  /**
   * Notes one action.
   *
   * @param who the person
   * @param action {@code billing.close} or {@code billing.correct}
   * @param facility the facility's code; empty when it is about all
   * @param text what was done, for a reader of the trail
   */
  void note(Tx tx, String who, String action, String facility, String text);
}
