package org.hokan.archive.index;

/**
 * How much of a pack something reaches over.
 *
 * @param pack the pack's path, unique over all volumes
 * @param end offset after the last byte
 */
public record PackPart(String pack, long end) {}
