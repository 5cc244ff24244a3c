package org.hokan.archive.scp;

import java.util.Optional;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.pdu.ExtendedNegotiation;
import org.hokan.dicom.net.pdu.Octets;

/**
 * Extended negotiation of the Query/Retrieve service (PS3.4 §C.5.1.1, §C.5.2.1, §C.5.3.1): of what
 * is asked for, C-FIND grants relational queries and combined date-time matching.
 *
 * @param relational byte 1
 * @param combinedDateTime byte 2
 */
record QueryNegotiation(boolean relational, boolean combinedDateTime) {
  private static final int RELATIONAL = 0;
  private static final int COMBINED_DATE_TIME = 1;
  private static final int DEFINED = 5; // bytes that the standard knows, those of C-FIND

  /**
   * The answer to an item; none for other services. Bytes that are not granted are 0, those beyond
   * what the standard defines are not answered.
   */
  static Optional<ExtendedNegotiation> answer(ExtendedNegotiation asked) {
    boolean find = SopClasses.FIND.contains(asked.sopClassUid());
    if (!find
        && !SopClasses.MOVE.contains(asked.sopClassUid())
        && !SopClasses.GET.contains(asked.sopClassUid())) {
      return Optional.empty();
    }
    byte[] bytes = asked.serviceClassApplicationInformation().toArray();
    byte[] granted = new byte[Math.min(bytes.length, DEFINED)];
    for (int i = 0; i < granted.length; i++) {
      boolean can = find && (i == RELATIONAL || i == COMBINED_DATE_TIME);
      granted[i] = (byte) (can && bytes[i] == 1 ? 1 : 0);
    }
    return Optional.of(new ExtendedNegotiation(asked.sopClassUid(), Octets.of(granted)));
  }

  /** What was granted for this model on this association. */
  static QueryNegotiation of(AssociationInfo association, Uid model) {
    for (ExtendedNegotiation item : association.extendedNegotiations()) {
      if (item.sopClassUid().equals(model)) {
        byte[] bytes = item.serviceClassApplicationInformation().toArray();
        return new QueryNegotiation(is(bytes, RELATIONAL), is(bytes, COMBINED_DATE_TIME));
      }
    }
    return new QueryNegotiation(false, false);
  }

  private static boolean is(byte[] bytes, int index) {
    return bytes.length > index && bytes[index] == 1;
  }
}
