package org.hokan.dicom.net.service;

import java.io.IOException;
import org.hokan.dicom.data.DataSet;

/** Sends matches while a query runs. Used by the thread that runs it. */
public interface FindResponder {
  /**
   * Sends one match with status Pending (FF00H), encoded in the context's transfer syntax. It
   * leaves with others: when enough are gathered, with {@link #flush}, or with the last response.
   * Waits while the peer is slow, at most the write timeout.
   *
   * @throws IOException when the association is lost
   */
  void pending(DataSet match) throws IOException;

  /** The same with status FF01H: some optional keys were not supported (PS3.4 Table C.4-1). */
  void pendingWithWarning(DataSet match) throws IOException;

  /** Sends what is gathered: to be called before something that takes long. */
  void flush() throws IOException;

  /** Whether the peer has sent C-CANCEL, or is gone. */
  boolean isCancelled();
}
