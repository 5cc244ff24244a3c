package org.hokan.dicom.net.association;

import java.io.IOException;

/** An association could not be had, or was lost. */
public class AssociationException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what happened. */
  public AssociationException(String message) {
    super(message);
  }

  /** With what happened and why. */
  public AssociationException(String message, Throwable cause) {
    super(message, cause);
  }
}
