package org.hokan.dicom.net.service;

import java.io.IOException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.net.dimse.DimseRequest.NCreateRq;

/** Makes instances (N-CREATE, PS3.7 §10.1.5). Implementations are thread-safe. */
@FunctionalInterface
public interface NCreateScp {
  /**
   * Runs on a thread of its own; exceptions are answered as those of {@link NActionScp#action}.
   *
   * @param attributes Attribute List; empty when none came
   */
  NResult create(NCreateRq request, DataSet attributes, ServiceContext context) throws IOException;
}
