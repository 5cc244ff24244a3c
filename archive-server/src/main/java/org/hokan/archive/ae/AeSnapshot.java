package org.hokan.archive.ae;

import java.util.Map;

/**
 * All facilities and application entities as of one moment. Immutable.
 *
 * @param revision counts the changes
 * @param facilities by code, in order
 * @param entities by AE title, in order
 */
public record AeSnapshot(
    long revision, Map<String, Facility> facilities, Map<String, ApplicationEntity> entities) {}
