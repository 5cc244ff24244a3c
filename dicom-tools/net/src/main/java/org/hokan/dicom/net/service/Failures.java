package org.hokan.dicom.net.service;

import java.util.concurrent.CompletionException;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;

/** What a provider's exception is answered with. */
final class Failures {
  private Failures() {}

  /** The outcome of a {@link ServiceException}, else the given status, without details. */
  static Outcome outcome(Throwable failure, Status otherwise) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ServiceException service) {
      return service.outcome();
    }
    return Outcome.of(otherwise, "processing failure");
  }

  /** Whether a failure is one to log: neither a chosen answer nor a lost association. */
  static boolean unexpected(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return !(cause instanceof ServiceException)
        && !(cause instanceof org.hokan.dicom.net.association.AssociationException);
  }
}
