package org.hokan.dicom.net.service;

import java.io.IOException;
import org.hokan.dicom.net.dimse.Outcome;

/**
 * A C-STORE that was handed over: it is sent, or will be at the moment at which the peer may get
 * it. To be asked for its outcome or withdrawn, by one thread.
 */
public interface StoreUnderWay {
  /**
   * Awaits the answer.
   *
   * @throws IOException when the association is lost
   */
  Outcome outcome() throws IOException;

  /** Takes it back if nothing of it is sent yet: whether it was. */
  boolean withdraw();
}
