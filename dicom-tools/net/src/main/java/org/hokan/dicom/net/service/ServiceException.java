package org.hokan.dicom.net.service;

import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;

/** Thrown by a provider to have its request answered with a certain status. */
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Outcome outcome;

  /** With the outcome to send. Its comment goes to the peer: no patient data. */
  public ServiceException(Outcome outcome) {
    super(outcome.status() + outcome.errorComment().map(comment -> ": " + comment).orElse(""));
    this.outcome = outcome;
  }

  /** With a status and a comment for the peer. */
  public ServiceException(Status status, String errorComment) {
    this(Outcome.of(status, errorComment));
  }

  /** What to send. */
  public Outcome outcome() {
    return outcome;
  }
}
