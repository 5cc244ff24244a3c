package org.hokan.archive.ingest;

import java.time.Instant;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;

/**
 * Who sends what, known before the first byte of the data set (PS3.7 §9.3.1.1).
 *
 * @param facility the code of the sender's facility
 * @param callingAe the sender's AE title
 * @param calledAe the AE title that it called
 * @param peer the sender's IP address
 * @param sopClass Affected SOP Class UID
 * @param sopInstance Affected SOP Instance UID
 * @param transferSyntax of the presentation context
 */
public record Arrival(
    String facility,
    String callingAe,
    String calledAe,
    String peer,
    Uid sopClass,
    Uid sopInstance,
    Uid transferSyntax) {

  /** What the conditions of rules see of it. */
  ArrivalFacts facts(long sizeBytes, Instant time, DataSet head) {
    return ArrivalFacts.builder()
        .callingAe(callingAe)
        .calledAe(calledAe)
        .peer(peer)
        .facility(facility)
        .sopClass(sopClass.value())
        .transferSyntax(transferSyntax.value())
        .sizeBytes(sizeBytes)
        .time(time)
        .head(head)
        .build();
  }
}
