package org.hokan.archive.index;

/**
 * What a facility keeps.
 *
 * @param bytes of the instances
 * @param quarantined objects that wait for a decision
 * @param quarantinedBytes of those
 */
public record FacilityCounts(
    String facility,
    long patients,
    long studies,
    long series,
    long instances,
    long bytes,
    long quarantined,
    long quarantinedBytes) {}
