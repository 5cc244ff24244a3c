package org.hokan.archive.storage;

/**
 * A place in a pack: everything before it is known to whoever holds the mark. Of two marks of one
 * pack the greater offset counts.
 *
 * @param pack as {@link Location#pack}
 * @param offset end of the last known entry
 */
public record Mark(String pack, long offset) {}
