package org.hokan.dicom.net.service;

import java.io.IOException;
import java.time.Duration;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;

/**
 * Sends events of an action's SOP class on the association that the action came on (N-EVENT-REPORT,
 * PS3.7 §10.1.1). May be kept until that association ends. Thread-safe.
 */
public interface EventReporter {
  /**
   * Sends an event after the action's response and awaits the answer.
   *
   * @throws IOException when the association is lost, or ends before the answer
   */
  NResult report(Uid sopInstanceUid, int eventTypeId, DataSet information) throws IOException;

  /**
   * Waits for the end of the association: many a peer releases it right after the response.
   *
   * @param most how long
   * @return whether it has ended
   */
  boolean awaitEnd(Duration most) throws InterruptedException;
}
