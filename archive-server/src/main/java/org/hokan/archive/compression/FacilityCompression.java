package org.hokan.archive.compression;

/**
 * What compression has done for a facility.
 *
 * @param instances that the facility keeps
 * @param recompressed of these are stored in a smaller form
 * @param originalBytes of the recompressed ones, as they came
 * @param savedBytes by how much they are smaller
 * @param failed could not be recompressed
 */
public record FacilityCompression(
    String facility,
    long instances,
    long recompressed,
    long originalBytes,
    long savedBytes,
    long failed) {}
