package org.hokan.archive.index;

import java.time.Instant;
import org.hokan.dicom.data.Uid;

/**
 * What decides how long a study is kept. Holds a patient ID: not for a log.
 *
 * @param patientId empty when the objects came without
 * @param bytes of its objects as they came
 */
public record KeptStudy(
    long id,
    String facility,
    Uid studyInstanceUid,
    String patientId,
    long images,
    long bytes,
    Instant firstArrival,
    Instant lastArrival,
    String callingAe,
    Decided decided) {}
