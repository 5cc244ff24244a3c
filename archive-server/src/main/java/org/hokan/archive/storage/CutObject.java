package org.hokan.archive.storage;

import java.time.Instant;

/**
 * An object in the bytes that were cut off a pack, as far as its header can be read.
 *
 * @param offset where in the pack its header stood
 * @param name the SOP Instance UID
 * @param digest SHA-256 that it is to have, in lower-case hex
 * @param length bytes of the object
 * @param whole whether its bytes have that digest
 */
public record CutObject(
    long offset, String name, String digest, long length, Instant arrived, boolean whole) {}
