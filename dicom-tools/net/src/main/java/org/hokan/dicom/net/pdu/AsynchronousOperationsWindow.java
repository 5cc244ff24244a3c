package org.hokan.dicom.net.pdu;

/**
 * How many operations may be outstanding at once (PS3.7 §D.3.3.3); 0 is without limit.
 *
 * @param maxOperationsInvoked by the association-requestor
 * @param maxOperationsPerformed by the association-requestor, that is, invoked by the acceptor
 */
public record AsynchronousOperationsWindow(int maxOperationsInvoked, int maxOperationsPerformed) {
  /** What holds when nothing is negotiated: one at a time. */
  public static final AsynchronousOperationsWindow SYNCHRONOUS =
      new AsynchronousOperationsWindow(1, 1);

  /** Checks the ranges. */
  public AsynchronousOperationsWindow {
    if ((maxOperationsInvoked | maxOperationsPerformed) >>> 16 != 0) {
      throw new IllegalArgumentException(
          "asynchronous operations window: %d, %d (expected: 0 to 65535; PS3.7 §D.3.3.3)"
              .formatted(maxOperationsInvoked, maxOperationsPerformed));
    }
  }
}
