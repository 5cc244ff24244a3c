package org.hokan.archive.index;

/**
 * An instance that a retrieval names.
 *
 * @param id by which {@link Index#located} reads it again
 */
public record Located(long id, InstanceRow row) {}
