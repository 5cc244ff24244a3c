package org.hokan.archive.index;

import java.time.Instant;
import java.util.Optional;
import org.hokan.dicom.data.Uid;

/**
 * The certificate of destruction of a study: what stays in the index when its images are gone.
 * Holds a patient ID: not for a log.
 *
 * @param studyDate eight digits; empty when there was none
 * @param bytes of its objects as they came
 * @param againAt when something of the study came again, so that a new one was begun
 */
public record Certificate(
    long id,
    String facility,
    Uid studyInstanceUid,
    String patientId,
    String studyDate,
    String contractId,
    long images,
    long bytes,
    Instant firstArrival,
    Instant lastArrival,
    DestructionOrder order,
    Optional<Instant> againAt) {}
