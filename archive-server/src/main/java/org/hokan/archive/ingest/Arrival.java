package org.hokan.archive.ingest;

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
    Uid transferSyntax) {}
