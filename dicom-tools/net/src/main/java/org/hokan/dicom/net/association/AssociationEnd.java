package org.hokan.dicom.net.association;

/** How an association ended. */
public enum AssociationEnd {
  /** In order, by A-RELEASE. */
  RELEASED,
  /** This side sent A-ABORT. */
  ABORTED_HERE,
  /** The peer sent A-ABORT. */
  ABORTED_BY_PEER,
  /** The connection went away without a word. */
  CONNECTION_LOST
}
