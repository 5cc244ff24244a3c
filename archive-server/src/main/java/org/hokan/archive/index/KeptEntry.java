package org.hokan.archive.index;

/**
 * An entry of a pack that a row points to.
 *
 * @param digest of what is stored there, in lower-case hex
 * @param recipe how the original is given back from it; empty: it is the original
 */
public record KeptEntry(StoredAt at, String digest, String recipe) {}
