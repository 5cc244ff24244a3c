package org.hokan.dicom.net.service;

import java.io.IOException;

/** Tells the peer how a C-MOVE or C-GET goes. Used by the thread that runs it. */
public interface RetrieveResponder {
  /**
   * Sends a Pending response with these numbers of sub-operations (PS3.4 §C.4.2.1.6). Waits while
   * the peer is slow, at most the write timeout.
   *
   * @throws IOException when the association is lost
   */
  void progress(int remaining, int completed, int failed, int warning) throws IOException;

  /** Whether the peer has sent C-CANCEL, or is gone. */
  boolean isCancelled();
}
