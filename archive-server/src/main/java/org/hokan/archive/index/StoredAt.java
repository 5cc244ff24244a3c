package org.hokan.archive.index;

/**
 * Where an object's bytes are.
 *
 * @param volume the volume's id
 * @param pack the pack's path, unique over all volumes
 * @param offset of the first byte in the pack
 * @param length in bytes
 */
public record StoredAt(String volume, String pack, long offset, long length) {}
