package org.hokan.archive.web;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What a node says of itself.
 *
 * @param version of the software
 * @param aeTitle its AE title
 * @param dicomAddress where it listens for associations, {@code host:port}
 * @param dataFolder its data folder
 * @param startedAt when it was started
 * @param associations how many are open
 */
public record NodeFacts(
    String version,
    String aeTitle,
    String dicomAddress,
    Path dataFolder,
    Instant startedAt,
    int associations) {}
