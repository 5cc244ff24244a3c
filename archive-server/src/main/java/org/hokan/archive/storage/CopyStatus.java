package org.hokan.archive.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the second copies are; from memory.
 *
 * @param configured whether there are to be copies at all
 * @param time when copies are written
 * @param unavailableVolumes copy volumes that are not there, or cannot be written
 * @param fullVolumes copy volumes that have less than the reserve free
 * @param owedPacks packs whose copy is not level with the first
 * @param owedBytes by how much
 * @param behindSince since when the longest of these has been behind
 * @param behind for how long; zero when none is
 * @param readFromCopy objects that were read from the copy, as the first could not be
 */
public record CopyStatus(
    boolean configured,
    CopySettings.Time time,
    int unavailableVolumes,
    int fullVolumes,
    int owedPacks,
    long owedBytes,
    Optional<Instant> behindSince,
    Duration behind,
    long readFromCopy) {}
