package org.hokan.archive.compaction;

/**
 * What is dead, and what was given back since the start.
 *
 * @param deadEntries decided to be dropped, and still on disk
 * @param deadBytes length of these objects
 * @param packs written anew or removed
 * @param entries dropped
 * @param bytes given back to the disk
 * @param failures packs that could not be compacted
 */
public record CompactionStatus(
    long deadEntries, long deadBytes, long packs, long entries, long bytes, long failures) {}
