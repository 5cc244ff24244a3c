package org.hokan.archive.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.hokan.dicom.data.Uid;

/**
 * A study in a list. Holds a patient ID: not for a log.
 *
 * @param place in the list, from 1
 * @param keptUntil the last day on which it had to be kept
 * @param why the clause that kept it longest
 * @param problem why it is kept, or could not be destroyed
 */
public record DeletionItem(
    long place,
    Uid studyInstanceUid,
    String patientId,
    long images,
    long bytes,
    Instant lastArrival,
    LocalDate keptUntil,
    String why,
    ItemState state,
    String problem,
    Optional<Long> certificate) {}
