package org.hokan.archive.index;

import java.time.Instant;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;

/**
 * A study as lists for people show it. Holds patient data: for the facility's own people and the
 * node's operators, never for a log.
 *
 * @param patientId empty when the objects came without
 * @param patient attributes of the patient level
 * @param study attributes of the study level
 * @param modalities of its series, sorted
 * @param bytes as stored
 * @param callingAe who sent its first object
 * @param decided what was decided about its first object
 */
public record StudySummary(
    String facility,
    Uid studyInstanceUid,
    String patientId,
    DataSet patient,
    DataSet study,
    List<String> modalities,
    long series,
    long instances,
    long bytes,
    Instant firstArrival,
    Instant lastArrival,
    String callingAe,
    Decided decided) {}
