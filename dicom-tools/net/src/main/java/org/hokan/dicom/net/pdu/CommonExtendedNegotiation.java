package org.hokan.dicom.net.pdu;

import java.util.List;
import org.hokan.dicom.data.Uid;

/**
 * SOP class common extended negotiation (PS3.7 §D.3.3.6): the service class of a SOP class that the
 * acceptor may not know, and the general classes that it is a kind of.
 */
public record CommonExtendedNegotiation(
    Uid sopClassUid, Uid serviceClassUid, List<Uid> relatedGeneralSopClassUids) {
  /** Copies the list. */
  public CommonExtendedNegotiation {
    relatedGeneralSopClassUids = List.copyOf(relatedGeneralSopClassUids);
  }
}
