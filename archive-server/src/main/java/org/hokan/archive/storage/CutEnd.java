package org.hokan.archive.storage;

/**
 * Bytes that a start cut off the end of a pack, as they were not whole and nothing said that they
 * had been acknowledged. They are kept beside the packs until an operator forgets them.
 *
 * @param volume id of the volume
 * @param name by which it is asked for: the pack's, the offset and a check of the bytes
 * @param pack the name of the pack
 * @param offset where in the pack they stood
 * @param bytes how many they are
 */
public record CutEnd(String volume, String name, String pack, long offset, long bytes) {}
