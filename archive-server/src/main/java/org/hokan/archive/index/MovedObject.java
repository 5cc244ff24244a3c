package org.hokan.archive.index;

/**
 * An object whose entry was copied to another pack.
 *
 * @param pack where it was
 * @param offset where it was
 * @param now where it is
 */
public record MovedObject(
    String facility, String sopInstanceUid, String pack, long offset, StoredAt now) {}
