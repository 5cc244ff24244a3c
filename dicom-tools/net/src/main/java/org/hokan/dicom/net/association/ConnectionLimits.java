package org.hokan.dicom.net.association;

/**
 * How many peers an acceptor serves.
 *
 * @param maxAssociations established or being decided at once; above it, a request is rejected
 *     (transient, local limit exceeded)
 * @param maxAssociationsPerPeer the same of one IP address
 * @param maxPending connections open without an association: not asked yet, or rejected and not yet
 *     closed. Above it, and above half of it from one IP address, the one that waits longest is
 *     closed, so that silent ones keep nobody out.
 */
public record ConnectionLimits(int maxAssociations, int maxAssociationsPerPeer, int maxPending) {
  /** The defaults. */
  public static final ConnectionLimits DEFAULT = new ConnectionLimits(200, 100, 2000);

  /** Checks that all are usable. */
  public ConnectionLimits {
    if (maxAssociations < 1 || maxAssociationsPerPeer < 1 || maxPending < 2) {
      throw new IllegalArgumentException(
          "maxAssociations: %d, per peer %d, maxPending: %d (expected: >= 1, >= 1, >= 2)"
              .formatted(maxAssociations, maxAssociationsPerPeer, maxPending));
    }
  }

  /** With so many associations. */
  public ConnectionLimits withMaxAssociations(int count) {
    return new ConnectionLimits(count, maxAssociationsPerPeer, maxPending);
  }

  /** With so many associations of one IP address. */
  public ConnectionLimits withMaxAssociationsPerPeer(int count) {
    return new ConnectionLimits(maxAssociations, count, maxPending);
  }

  /** With so many connections without an association. */
  public ConnectionLimits withMaxPending(int count) {
    return new ConnectionLimits(maxAssociations, maxAssociationsPerPeer, count);
  }
}
