package org.hokan.archive.index;

/** Why an entry of a pack is to be dropped. */
public enum DeadReason {
  /** An operator took it out of quarantine for good. */
  REMOVED,
  /** The same object, byte for byte, is kept in another entry. */
  DUPLICATE,
  /** A recompressed form of it, of which it can be given back, is kept in another entry. */
  RECOMPRESSED,
  /** What it became, with the loss that the contract allows, is kept in another entry. */
  SUPERSEDED,
  /** Its study was destroyed; a certificate says why. */
  DESTROYED,
  /**
   * It was to take the place of an original that had to stay after all, or that something else has
   * taken.
   */
  GIVEN_UP
}
