package org.hokan.archive.billing;

/** What a billing record is about. */
public enum RecordType {
  /** Images of one study that arrived; counted, not charged by itself. */
  STUDY,
  /** A contract's charge for one period of one backed-up object. */
  PERIOD,
  /** A correction made by hand. */
  ADJUSTMENT
}
