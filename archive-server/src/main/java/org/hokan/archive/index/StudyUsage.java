package org.hokan.archive.index;

import java.time.Instant;
import org.hokan.dicom.data.Uid;

/**
 * What a study has come to, for its billing record.
 *
 * @param patientKey names the patient within the facility, also when the patient ID is empty; the
 *     same after a rebuild. It holds the patient ID: not for a log
 * @param images instances kept so far; those in quarantine do not count
 * @param bytes as stored
 * @param callingAe who sent its first object
 * @param decided what was decided about its first object
 */
public record StudyUsage(
    String facility,
    Uid studyInstanceUid,
    String patientKey,
    long images,
    long bytes,
    Instant firstArrival,
    Instant lastArrival,
    String callingAe,
    Decided decided) {}
