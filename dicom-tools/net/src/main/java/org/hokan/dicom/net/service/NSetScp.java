package org.hokan.dicom.net.service;

import java.io.IOException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.net.dimse.DimseRequest.NSetRq;

/** Changes instances (N-SET, PS3.7 §10.1.3). Implementations are thread-safe. */
@FunctionalInterface
public interface NSetScp {
  /**
   * Runs on a thread of its own; exceptions are answered as those of {@link NActionScp#action}.
   *
   * @param modifications Modification List
   */
  NResult set(NSetRq request, DataSet modifications, ServiceContext context) throws IOException;
}
