package org.hokan.archive.index;

/**
 * An entry of a pack that a row points to.
 *
 * @param digest of what is stored there, in lower-case hex
 */
public record KeptEntry(StoredAt at, String digest) {}
