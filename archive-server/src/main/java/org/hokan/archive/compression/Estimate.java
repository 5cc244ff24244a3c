package org.hokan.archive.compression;

/**
 * What a policy would save, from a sample that was really compressed.
 *
 * @param sampled objects that were looked at
 * @param sampledBytes of these
 * @param smaller of the sampled would be kept smaller
 * @param savedBytes by how much
 * @param failed of the sampled could not be done
 * @param facilityBytes of all that the facility keeps, as it came
 */
public record Estimate(
    long sampled,
    long sampledBytes,
    long smaller,
    long savedBytes,
    long failed,
    long facilityBytes) {

  /** Share of the sampled bytes, 0 to 1. */
  public double share() {
    return sampledBytes == 0 ? 0 : (double) savedBytes / sampledBytes;
  }
}
