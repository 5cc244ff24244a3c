package org.hokan.dicom.net.association;

/**
 * Decides who may associate, and for what. Called once for each request whose protocol version and
 * application context are right, on a worker thread, so it may look things up; it should still
 * answer soon, because the peer waits. Implementations are thread-safe. A policy that throws
 * rejects (transient, no reason given).
 */
@FunctionalInterface
public interface AssociationPolicy {
  /** The answer to send. */
  Decision decide(AssociationRequest request);
}
