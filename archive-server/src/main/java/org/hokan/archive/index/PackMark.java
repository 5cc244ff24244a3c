package org.hokan.archive.index;

/**
 * Where a pack's entries end.
 *
 * @param pack its path, unique over all volumes
 * @param end offset behind its last entry
 */
public record PackMark(String pack, long end) {}
