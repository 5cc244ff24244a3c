package org.hokan.archive.contract;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What decides how long an examination is kept.
 *
 * @param patientId empty when it came without
 * @param contract the contract that it was accepted under
 * @param lastArrival of its images; its retention counts from that day
 * @param rules what storage rules said of its images, such as {@code P10Y}
 */
public record KeepingFacts(
    String facility,
    Optional<String> patientId,
    String studyInstanceUid,
    String contract,
    Instant lastArrival,
    List<String> rules) {}
