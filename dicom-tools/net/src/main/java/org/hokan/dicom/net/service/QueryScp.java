package org.hokan.dicom.net.service;

import java.io.IOException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.Outcome;

/** Answers queries (C-FIND, PS3.4 §C.4.1). Implementations are thread-safe. */
@FunctionalInterface
public interface QueryScp {
  /**
   * Runs on a thread of its own until the query is answered. Matches go to the responder; the
   * result is the last response: Success, Cancel when {@link FindResponder#isCancelled} made it
   * stop early, or a failure. A {@link ServiceException} is answered with its status, another
   * exception with C000H; an {@link IOException} of the responder may simply go through.
   */
  Outcome find(CFindRq request, DataSet identifier, ServiceContext context, FindResponder responder)
      throws IOException;
}
