package org.hokan.archive.contract;

/** Where a contract, or an offer to change one, is in its life; see {@link Transitions}. */
public enum ContractState {
  /** Written by one side, not shown to the other yet. */
  DRAFT,
  /** Offered to the other side. */
  PROPOSED,
  /** Answered with other terms. */
  COUNTERED,
  /** Agreed; its first day is to come. */
  ACCEPTED,
  /** In force. */
  ACTIVE,
  /** Agreed, but nothing new is taken for the time being. */
  SUSPENDED,
  /** Its last day is past. */
  EXPIRED,
  /** Ended before its last day, or never agreed. */
  TERMINATED
}
