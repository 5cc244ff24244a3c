package org.hokan.archive.ingest;

import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.StorageDecision;
import org.hokan.dicom.data.Uid;

/** An instance that contract or rule did not let be taken, and what was known of it. */
public record RefusedInstance(
    ArrivalFacts facts, Uid sopInstanceUid, StorageDecision.Refuse decision) {}
