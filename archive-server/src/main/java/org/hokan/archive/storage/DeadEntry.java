package org.hokan.archive.storage;

/**
 * An entry that is to be dropped. All of it must fit what is found in the pack.
 *
 * @param offset of the object's first byte in the pack
 * @param name the SOP Instance UID
 * @param digest SHA-256 in lower-case hex
 */
public record DeadEntry(long offset, String name, String digest) {}
