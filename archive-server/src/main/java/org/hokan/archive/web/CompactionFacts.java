package org.hokan.archive.web;

/**
 * What is dead in packs, and what compaction gave back since the start.
 *
 * @param deadEntries decided to be dropped, and still on disk
 * @param deadBytes length of these objects
 * @param packs written anew or removed
 * @param entries dropped
 * @param bytes given back to the disk
 * @param failures packs that could not be compacted
 */
public record CompactionFacts(
    long deadEntries, long deadBytes, long packs, long entries, long bytes, long failures) {}
