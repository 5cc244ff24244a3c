package org.hokan.archive.ingest;

import java.time.Instant;
import org.hokan.dicom.data.Uid;

/**
 * An instance that was filed, and the version of the sender's rule that decided about it.
 *
 * @param patientId Patient ID (0010,0020), not for a log; empty: it has none
 * @param callingAe the sender, whose rule it is
 * @param kept whether it is kept; else it is in quarantine
 */
public record RuledInstance(
    String facility,
    String patientId,
    Uid studyInstanceUid,
    Uid sopInstanceUid,
    String callingAe,
    String ruleName,
    int ruleVersion,
    Instant arrived,
    boolean kept) {}
