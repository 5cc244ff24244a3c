package org.hokan.dicom.net.service;

import java.io.IOException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.net.dimse.DimseRequest.CMoveRq;

/** Sends objects to a third party (C-MOVE, PS3.4 §C.4.2). Implementations are thread-safe. */
@FunctionalInterface
public interface MoveScp {
  /**
   * Runs on a thread of its own until the last sub-operation. Exceptions are answered as those of
   * {@link QueryScp#find}.
   */
  RetrieveResult move(
      CMoveRq request, DataSet identifier, ServiceContext context, RetrieveResponder responder)
      throws IOException;
}
