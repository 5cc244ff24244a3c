package org.hokan.archive.index;

/**
 * What recompression has saved a facility.
 *
 * @param instances that are stored recompressed
 * @param originalBytes of these, as they came
 * @param savedBytes by how much what is stored is shorter
 */
public record Savings(String facility, long instances, long originalBytes, long savedBytes) {}
