package org.hokan.dicom.net.association;

import java.time.Duration;

/**
 * Hears what happens to associations, for metrics and audit. Called on event loop threads: an
 * implementation returns at once, never blocks, and is thread-safe.
 */
public interface AssociationListener {
  /** Hears nothing. */
  AssociationListener NONE = new AssociationListener() {};

  /** An association was established. */
  default void established(AssociationInfo association) {}

  /** A request was rejected by this side. */
  default void rejected(AssociationRequest request, Decision.Reject decision) {}

  /** A connection without an association was closed by this side: too many waited. */
  default void dropped() {}

  /**
   * An established association ended.
   *
   * @param end how
   * @param lasted from its establishment
   * @param bytesReceived in all PDUs
   * @param bytesSent in all PDUs
   */
  default void ended(
      AssociationInfo association,
      AssociationEnd end,
      Duration lasted,
      long bytesReceived,
      long bytesSent) {}
}
