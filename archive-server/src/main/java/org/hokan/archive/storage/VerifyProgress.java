package org.hokan.archive.storage;

/**
 * How far a verification is.
 *
 * @param bytes length of the objects read so far
 * @param totalBytes length of all objects when it began
 */
public record VerifyProgress(long packs, long objects, long bytes, long totalBytes) {}
