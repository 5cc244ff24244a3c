package org.hokan.dicom.net.service;

import java.io.IOException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.net.dimse.DimseRequest.NActionRq;

/** Performs actions (N-ACTION, PS3.7 §10.1.4). Implementations are thread-safe. */
@FunctionalInterface
public interface NActionScp {
  /**
   * Runs on a thread of its own. A {@link ServiceException} is answered with its status, another
   * exception with 0110H.
   *
   * @param information Action Information; empty when none came
   * @param reporter tells of what follows from the action, also after the answer
   */
  NResult action(
      NActionRq request, DataSet information, ServiceContext context, EventReporter reporter)
      throws IOException;
}
