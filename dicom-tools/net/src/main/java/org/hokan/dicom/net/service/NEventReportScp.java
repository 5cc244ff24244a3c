package org.hokan.dicom.net.service;

import java.io.IOException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.net.dimse.DimseRequest.NEventReportRq;

/**
 * Hears of events (N-EVENT-REPORT, PS3.7 §10.1.1): the one service that an SCP invokes and an SCU
 * performs. Implementations are thread-safe.
 */
@FunctionalInterface
public interface NEventReportScp {
  /**
   * Runs on a thread of its own; exceptions are answered as those of {@link NActionScp#action}.
   *
   * @param information Event Information; empty when none came
   */
  NResult report(NEventReportRq request, DataSet information, ServiceContext context)
      throws IOException;
}
