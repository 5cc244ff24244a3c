package org.hokan.archive.contract;

/** What is done to a contract, or to an offer to change one. */
public enum ContractAction {
  /** Write terms down, or write them anew. */
  DRAFT,
  /** Offer what was written. */
  PROPOSE,
  /** Answer an offer with other terms. */
  COUNTER,
  /** Agree to an offer. */
  ACCEPT,
  /** Take back an offer, or decline it. */
  WITHDRAW,
  /** Its first day comes. */
  START,
  /** Take nothing new for the time being. */
  SUSPEND,
  /** Go on after that. */
  RESUME,
  /** Its last day goes by. */
  EXPIRE,
  /** End it before its last day. */
  TERMINATE
}
