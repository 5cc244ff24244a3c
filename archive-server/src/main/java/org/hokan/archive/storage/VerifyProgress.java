package org.hokan.archive.storage;

/**
 * How far a verification is.
 *
 * @param bytes length of the objects read so far
 * @param totalBytes length of all objects when it began, or what was read where that is more: packs
 *     may have come back meanwhile
 */
public record VerifyProgress(long packs, long objects, long bytes, long totalBytes) {}
