package org.hokan.archive.index;

import java.time.Instant;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;

/**
 * An object that waits for an operator's decision. Holds patient data, as {@link StudySummary}
 * does.
 *
 * @param id names it in {@link Index#release} and {@link Index#remove}
 * @param studyInstanceUid empty when the object has none that is valid
 * @param attributes what the index would keep of its head, all levels
 * @param text the reason, for people; no patient data
 */
public record QuarantineEntry(
    long id,
    String facility,
    Uid sopInstanceUid,
    Uid sopClassUid,
    Uid transferSyntaxUid,
    String studyInstanceUid,
    String patientId,
    DataSet attributes,
    String digest,
    StoredAt at,
    Instant arrived,
    Sender sender,
    Decided decided,
    QuarantineReason reason,
    String text) {}
