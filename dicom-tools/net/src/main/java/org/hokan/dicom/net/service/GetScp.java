package org.hokan.dicom.net.service;

import java.io.IOException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.net.dimse.DimseRequest.CGetRq;

/** Sends objects back on the same association (C-GET, PS3.4 §C.4.3). Thread-safe. */
@FunctionalInterface
public interface GetScp {
  /**
   * Runs on a thread of its own until the last sub-operation. Exceptions are answered as those of
   * {@link QueryScp#find}.
   */
  RetrieveResult get(
      CGetRq request, DataSet identifier, ServiceContext context, GetResponder responder)
      throws IOException;
}
