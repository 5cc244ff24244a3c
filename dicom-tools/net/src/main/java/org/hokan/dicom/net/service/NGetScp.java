package org.hokan.dicom.net.service;

import java.io.IOException;
import org.hokan.dicom.net.dimse.DimseRequest.NGetRq;

/** Tells attributes of instances (N-GET, PS3.7 §10.1.2). Implementations are thread-safe. */
@FunctionalInterface
public interface NGetScp {
  /**
   * Runs on a thread of its own; exceptions are answered as those of {@link NActionScp#action}.
   *
   * @return Success with the attributes asked for, all when none was named
   */
  NResult get(NGetRq request, ServiceContext context) throws IOException;
}
